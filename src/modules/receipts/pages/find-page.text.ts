import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '查我的意见',
    lead: '写意见时给过您一个回执号，像 7KQ4-M2XC-9TRA。在这里填上，就知道走到哪一步了，不用登录。',
    code: '回执号',
    codeHint: '大小写都行，不用管横线和空格。',
    find: '查一查',
    wrong: '这个回执号不对。请看一下有没有认错的字，比如 0 和 O、1 和 I。',
    missing: '没有找到这个回执号。请核对一下，或者换到收下它的那个人大网站去查。',
    tooMany: '试得太多了，请过一会儿再试。',
    own: '从这台设备写过的意见',
    ownAccount: '您写过的意见',
    lost: '回执丢了怎么办？',
    lostWords:
      '在写意见的那台手机上打开本页，下面会列出写过的意见；当时留了手机号的，登录后在“我的”里也能看到。纸质意见请问当时的收集点。',
    verify: '核对回执是真的',
    verifyWords: '每条意见都记进了改不了的记录，谁都可以核对。',
  },
  {
    title: 'Find my opinion',
    lead: 'When you gave your opinion you got a receipt such as 7KQ4-M2XC-9TRA. Enter it here to see how far it has come. No account is needed.',
    code: 'Receipt',
    codeHint: 'Small letters are fine; leave out dashes and spaces if you like.',
    find: 'Look it up',
    wrong: 'This is not a receipt. Check letters that look alike, such as 0 and O, 1 and I.',
    missing: 'No opinion has this receipt. Check it, or look on the website of the council that received it.',
    tooMany: 'That was too often. Please try again later.',
    own: 'Opinions given on this device',
    ownAccount: 'Opinions you gave',
    lost: 'Lost the receipt?',
    lostWords:
      'Open this page on the phone you wrote it on: your opinions are listed below. If you left a phone number, sign in and look at your page. For paper forms, ask where you handed it in.',
    verify: 'Check that a receipt is genuine',
    verifyWords: 'Each opinion is in a record that cannot be changed unnoticed; anyone can check.',
  },
)
