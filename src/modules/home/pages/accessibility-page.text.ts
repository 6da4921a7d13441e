import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '无障碍说明',
    lead: '这个网站要让每一个人都用得上：眼睛不好、手不灵便、用旧手机、不识字要人念，都算。',
    works: '能做到的',
    worksList: {
      line1: '右上角“大字版”：字更大，颜色更深，按钮更大，栏目更少。网页放大到四倍也不用左右拖动。',
      line2: '只用键盘就能走完每一步：Tab 往下走，第一下就能“跳到正文”，焦点一直看得见。',
      line3: '读屏软件能念：标题分级，每个框都有名字，哪里填错了会念出来，进度是一个能念的列表。',
      line4: '不靠颜色说话：每个颜色旁边都有字。深色模式和系统的高对比度都跟着走。',
      line5: '关掉脚本也能看、能写、能查。旧手机和慢网络打得开：一页不超过 60 kB。',
      line6: '没有会动的东西，没有倒计时，没有要看图认字的验证码。',
      line7: '写到一半关掉了，同一部手机再打开，字还在。',
      line8: '中文、英文两种界面；法律条文旁边有通俗说法。',
    },
    checked: '怎么检查的',
    checkedWords:
      '按 WCAG 2.2 的 A、AA 两级要求做。每个页面在手机和电脑两种宽度、两种语言下用 axe 自动检查，发现一处就不能上线；常用部件另外用键盘逐个走过。自动检查只能发现一部分问题，所以下面还有一栏。',
    missing: '还做不到的',
    missingList: {
      line1: '还没有请视障、听障和高龄的用户逐页试用，也没有第三方检测报告。',
      line2: '上传的照片没有文字说明，除非上传的人自己写。',
      line3: '语音留言没有自动转成文字，听不见的人要靠工作人员的记录。',
      line4: '上传的 PDF 和扫描件原样保存，不保证读屏软件能念；网页上的正文能念。',
      line5: '在浏览器里核对回执要较新的浏览器；旧的会自动改由服务器核对。',
    },
    tell: '哪里不好用，告诉我们',
    tellWords: (council: string) => `告诉${council}：哪一页、用什么设备、卡在哪里。不用写得专业。`,
    tellPhone: (phone: string) => `打电话 ${phone}`,
    tellHelp: '其他找人的办法',
  },
  {
    title: 'Accessibility',
    lead: 'This site is for everybody: with weak eyes or unsteady hands, with an old phone, or with somebody reading aloud.',
    works: 'What works',
    worksList: {
      line1:
        '“Large print” at the top: larger letters, stronger colours, larger buttons, fewer choices. At four times the size nothing has to be pushed sideways.',
      line2:
        'Every step by keyboard alone: Tab goes on, the first stop skips to the content, and the focus is always visible.',
      line3: 'Screen readers: headings in order, a name for every field, errors read out, progress as a list.',
      line4: 'Nothing is said by colour alone. Dark mode and the system’s high contrast are followed.',
      line5:
        'Reading, writing and following work with scripts off, on old phones and slow lines: a page is at most 60 kB.',
      line6: 'Nothing moves, nothing counts down, and there is no picture puzzle.',
      line7: 'If you are interrupted, what you wrote is still there on the same phone.',
      line8: 'Chinese and English; plain words beside the legal text.',
    },
    checked: 'How it is checked',
    checkedWords:
      'Built to WCAG 2.2, levels A and AA. Every page is checked with axe at a phone’s and a desktop’s width in both languages, and one finding stops a release; the components are walked through by keyboard as well. Automatic checks find only part of it, hence the next list.',
    missing: 'What does not work yet',
    missingList: {
      line1:
        'No blind, deaf or very old users have tried it page by page yet, and there is no report by a third party.',
      line2: 'Photographs people upload have no description unless they write one.',
      line3: 'Voice notes are not turned into text; those who cannot hear depend on the staff’s record.',
      line4:
        'PDF files and scans are kept as they were handed in and may not be readable aloud; the words on the page are.',
      line5: 'Checking a receipt inside the browser needs a recent one; otherwise the server checks it.',
    },
    tell: 'Tell us what does not work',
    tellWords: (council: string) =>
      `Tell us (${council}) which page, which device, and where you got stuck. No expert words needed.`,
    tellPhone: (phone: string) => `Call ${phone}`,
    tellHelp: 'Other ways to reach somebody',
  },
)
