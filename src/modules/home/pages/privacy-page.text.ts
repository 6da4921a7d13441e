import { messages } from '#kernel/text'

/** Each kind of data: what, why, who sees it, how long. True to what the parts do; change it with them. */
const keptZh = {
  opinion: {
    what: '您写的意见：正文、针对哪一条、建议改成什么、附的照片或录音',
    why: '逐条整理、上报、答复',
    seen: '您选“公开”的，所有人；选“不公开”的，只有经办人员。照片里的拍摄地点和设备信息收到时就去掉了',
    long: '作为立法档案保存，不会到期自动删除。答复之前您可以撤回，撤回后不再显示',
  },
  name: {
    what: '姓名、显示的名字、联系方式（都可以不填）',
    why: '核实情况，把答复送到',
    seen: '姓名和联系方式只有经办人员；显示的名字按您选的',
    long: '到您要求删除为止',
  },
  contact: {
    what: '登录用的手机号或邮箱、通行密钥的公开部分',
    why: '确认是您本人',
    seen: '只有您自己；发验证码的短信或邮件通道会经手号码',
    long: '到您删除账号为止',
  },
  code: {
    what: '验证码',
    why: '登录',
    seen: '只有您自己；本站存的是算不回去的值',
    long: '10 分钟失效，一天以内删除',
  },
  session: {
    what: '登录记录：时间、登录方式、浏览器种类',
    why: '让您看到谁用过您的账号，发现冒用',
    seen: '您自己，安全管理员',
    long: '登录最长 30 天；记录到您删除账号为止，之后只留时间',
  },
  device: {
    what: '这台设备的编号（一个随机数，不是设备的真实编号）',
    why: '没登录时也能撤回自己的意见；不让一个人反复刷',
    seen: '没有人看',
    long: '只在您打开填写页面时才放，一年；清除浏览器数据就没有了',
  },
  network: {
    what: '网络地址',
    why: '防止机器大量灌水',
    seen: '没有人看。不保存地址，只存一个算不回去的值',
    long: '最多一天',
  },
  look: {
    what: '语言、大字版、看的是哪个人大',
    why: '下次打开还是您要的样子',
    seen: '没有人看，只存在您的浏览器里',
    long: '一年',
  },
  events: {
    what: '谁在什么时候办了什么（工作人员和登录用户的操作记录，用编号不用姓名）',
    why: '公务要查得到',
    seen: '审计人员',
    long: '长期保存',
  },
}

const keptEn = {
  opinion: {
    what: 'What you write: the words, the clause, a suggested wording, photographs or a voice note',
    why: 'To sort, send up and answer it',
    seen: 'What you make public, everybody; the rest, the staff who handle it. Place and device are removed from photographs on arrival',
    long: 'Kept as a record of lawmaking; it does not expire. Until it is answered you can take it back, and it is no longer shown',
  },
  name: {
    what: 'Name, shown name, contact (all optional)',
    why: 'To ask back and to deliver the answer',
    seen: 'Name and contact, the staff who handle it; the shown name, as you chose',
    long: 'Until you have it erased',
  },
  contact: {
    what: 'The phone number or address you sign in with, the public half of passkeys',
    why: 'To know that it is you',
    seen: 'You alone; the gateway that sends the code handles the number',
    long: 'Until you erase the account',
  },
  code: {
    what: 'One-time codes',
    why: 'Signing in',
    seen: 'You alone; the site keeps a value that cannot be turned back',
    long: 'Valid for 10 minutes, deleted within a day',
  },
  session: {
    what: 'Sign-ins: time, manner, kind of browser',
    why: 'So that you see who used your account',
    seen: 'You and the security officer',
    long: 'A session lasts at most 30 days; the record stays until you erase the account, then only the time',
  },
  device: {
    what: 'A number for this device (random, not the device’s own)',
    why: 'To take an opinion back without an account; to stop one person flooding',
    seen: 'Nobody',
    long: 'Set only when you open a form, for a year; clearing the browser’s data removes it',
  },
  network: {
    what: 'Network address',
    why: 'Against floods by machines',
    seen: 'Nobody. The address is not kept, only a value that cannot be turned back',
    long: 'A day at most',
  },
  look: {
    what: 'Language, large print, which council you look at',
    why: 'So that the site looks as you left it',
    seen: 'Nobody; it is only in your browser',
    long: 'A year',
  },
  events: {
    what: 'Who did what and when (staff and signed-in users, by number, not by name)',
    why: 'Public business must be traceable',
    seen: 'Auditors',
    long: 'Permanently',
  },
}

export const text = messages(
  {
    title: '个人信息保护',
    lead: (council: string) =>
      `${council}收您的哪些信息、为什么、存多久、给谁看，都在这张表里。不收用不着的，不卖，不给别人做广告，网页上没有任何第三方的统计代码。`,
    table: '收什么，为什么，谁能看，存多久',
    what: '收什么',
    why: '为什么',
    seen: '谁能看',
    long: '存多久',
    rows: keptZh,
    log: '公开账里有您的信息吗',
    logWords:
      '没有。公开账里只有事情的种类、时间和一串算不回去的“指纹”，没有姓名、原话和照片。删除您的信息以后，账上的指纹还在，但是没有人能从它看出任何内容；您自己手里的回执仍然能证明。',
    rights: '您可以',
    see: '看到全部、拿走一份',
    seeWords: '登录后，在“我的个人信息”里。',
    erase: '要求删除',
    eraseWords:
      '登录后，在“我的个人信息”里提出，7 天后执行，7 天内可以反悔。没有账号的，打电话或者到站点办，带上回执。',
    takeBack: '撤回一条意见',
    takeBackWords: '用提交时的同一台设备，或者登录后，打开回执页。',
    remains: '删除以后还会留下的，和原因',
    backups: '备份',
    backupsWords: (council: string) =>
      `为了不丢数据，${council}定期备份，备份最多留 35 天。备份里已经删除的信息不会被使用；如果从备份恢复，会按公开账上的删除记录再删一遍。`,
    law: '依据',
    lawWords:
      '《中华人民共和国个人信息保护法》第十三条、第十七条、第四十四条至第四十七条。登录和提意见以您的同意为前提，您可以随时撤回同意。',
    ask: '有疑问，或者觉得处理得不对',
    askPhone: (phone: string) => `打电话 ${phone}`,
    askHelp: '其他找人的办法',
    mine: '我的个人信息',
    find: '查我的意见',
  },
  {
    title: 'Your personal data',
    lead: (council: string) =>
      `What is collected here, why, how long it stays and who sees it, in one table. In charge: ${council}. Nothing that is not needed, nothing sold, no advertising, and no counter of a third party on any page.`,
    table: 'What is collected, why, who sees it, how long it stays',
    what: 'What',
    why: 'Why',
    seen: 'Who sees it',
    long: 'How long',
    rows: keptEn,
    log: 'Is anything of mine in the public book?',
    logWords:
      'No. The public book holds kinds of events, times and fingerprints that cannot be turned back; no names, words or pictures. After erasure the fingerprint stays, and nobody can read anything from it; the receipt in your own hand still proves it.',
    rights: 'You can',
    see: 'See all of it and take a copy',
    seeWords: 'Signed in, under “My personal data”.',
    erase: 'Have it erased',
    eraseWords:
      'Signed in, under “My personal data”; it happens after 7 days, until then you can change your mind. Without an account: call or come to a station with your receipt.',
    takeBack: 'Take an opinion back',
    takeBackWords: 'On the device it was sent from, or signed in, on the page of its receipt.',
    remains: 'What remains after erasure, and why',
    backups: 'Backups',
    backupsWords: (council: string) =>
      `Backups are made so that nothing is lost (by: ${council}), and kept for 35 days at most. What was erased is not used from them; after a restore it is erased again by the list in the public book.`,
    law: 'By what right',
    lawWords:
      'Personal Information Protection Law of the People’s Republic of China, articles 13, 17 and 44 to 47. Signing in and giving opinions rest on your consent, which you can withdraw at any time.',
    ask: 'Questions, or something handled wrongly',
    askPhone: (phone: string) => `Call ${phone}`,
    askHelp: 'Other ways to reach somebody',
    mine: 'My personal data',
    find: 'Find my opinion',
  },
)
