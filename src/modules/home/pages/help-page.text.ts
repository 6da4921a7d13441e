import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '帮助',
    lead: '要办的事就这几件。看不明白，直接打电话或者到站点来。',
    call: '打电话找人',
    callWords: (council: string) => `${council}的工作人员接听。您说，他们替您写，回执念给您听。`,
    noPhone: '本站还没有公布电话。请到离您最近的站点去。',
    places: '离我最近的站点',
    give: '怎么提意见',
    giveSteps: {
      line1: '在首页点开一部正在征求意见的草案。',
      line2: '一条一条看。每一条旁边有“写意见”，写一句也可以。不用登录。',
      line3: '写好交上去，屏幕上就有回执：12 位编号和一个二维码。拍下来，或者抄在纸上。',
    },
    giveOther: '不方便上网：写在纸上交给站点，或者在座谈会上说，工作人员录进来，一样给回执，一样答复。',
    follow: '怎么知道后来怎样了',
    followWords: '把回执编号填进“查我的意见”，到哪一步、怎样答复，都写在那里。留了手机号或邮箱的，答复出来会通知您。',
    followLink: '查我的意见',
    lost: '回执找不到了',
    lostWords:
      '登录过，或者留过手机号、邮箱：登录后在“我提交的”里能找到。都没有：到草案的意见列表里搜您写过的话；公开的意见谁都能搜到。还找不到，打电话。',
    lostLink: '登录',
    seen: '谁能看到我写的',
    seenWords: '写的时候就能选：公开，或者只给经办单位看。姓名和联系方式从不公开；显示什么名字由您定。',
    seenLink: '个人信息保护',
    change: '想改，想撤回',
    changeWords:
      '用同一部手机或电脑打开回执页，可以撤回；改主意了就撤回再写一条。已经答复的不能撤回，原话和答复都留着。',
    code: '收不到验证码',
    codeWords:
      '等一分钟再点一次。看看是不是填错了号码，短信有没有被拦截，邮件在不在垃圾箱。一小时最多发五次。不登录也能提意见。',
    held: '为什么我的意见没有马上显示',
    heldWords:
      '里面可能有电话号码、骂人的话或者广告，要等人看一眼，最多 24 小时。被隐藏的会写明理由，您可以要求再看一次。',
    answer: '对答复不满意',
    answerWords: '在回执页上可以评价并写明原因。还有话要说，在下一次征求意见时再提，或者打电话。',
    more: '其他说明',
    verify: '核对回执',
    accessibility: '无障碍说明',
    source: '本站源代码',
  },
  {
    title: 'Help',
    lead: 'These are the few things one does here. If something is unclear, call, or come to a station.',
    call: 'Call somebody',
    callWords: (council: string) =>
      `Staff answer (${council}). You speak, they write it down and read you your receipt.`,
    noPhone: 'No telephone number is published yet. Please come to the station nearest to you.',
    places: 'The nearest station',
    give: 'How to give an opinion',
    giveSteps: {
      line1: 'On the front page open a draft that is open for comment.',
      line2:
        'Read it article by article. Beside each one is “Comment”; a single sentence is enough. No account needed.',
      line3: 'Send it, and your receipt is on the screen: 12 characters and a QR code. Photograph it or copy it down.',
    },
    giveOther:
      'Without the internet: hand in a paper form at a station or speak at a meeting. Staff enter it; you get the same receipt and the same answer.',
    follow: 'How to learn what became of it',
    followWords:
      'Enter the code of your receipt under “Find my opinion”: how far it has come and how it was answered stands there. If you left a phone number or address you are told when the answer is out.',
    followLink: 'Find my opinion',
    lost: 'I lost my receipt',
    lostWords:
      'If you signed in or left a phone number or address: sign in and look under “What I gave”. If not: search the draft’s list of opinions for your own words; public ones can be found by anybody. If that fails, call.',
    lostLink: 'Sign in',
    seen: 'Who sees what I write',
    seenWords:
      'You choose when you write: everybody, or the office that handles it. Names and contacts are never published; the name shown is up to you.',
    seenLink: 'Your personal data',
    change: 'To change it or take it back',
    changeWords:
      'Open the receipt’s page on the same phone or computer to take it back; to change it, take it back and write another. Once answered it cannot be taken back; words and answer stay.',
    code: 'No one-time code arrives',
    codeWords:
      'Wait a minute and ask again. Check the number, blocked messages and the spam folder. At most five an hour are sent. You can give an opinion without signing in.',
    held: 'Why is my opinion not shown at once',
    heldWords:
      'It may hold a telephone number, abuse or advertising and waits for a person to look, 24 hours at most. What is hidden carries its reason, and you can ask for a second look.',
    answer: 'I am not content with the answer',
    answerWords:
      'On the receipt’s page you can rate it and say why. If there is more to say, say it in the next consultation, or call.',
    more: 'More',
    verify: 'Check a receipt',
    accessibility: 'Accessibility',
    source: 'Source code of this site',
  },
)
