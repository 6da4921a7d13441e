import { messages } from '#kernel/text'

export const text = messages(
  {
    missing: '没有找到这一页',
    missingNext: '网址可能抄错了，或者这一页已经搬走。请从首页重新进入，或核对您手里的回执号。',
    forbidden: '这一步需要相应的身份',
    forbiddenNext: '您现在的身份不能办这件事。如果您有另一个账号，请先登录；如果您认为应当可以，请联系本机构的管理员。',
    conflict: '情况刚刚变了，这一步没有办成',
    conflictNext:
      '在您打开这一页之后，别人已经办理过，或者这一阶段已经结束。请返回上一页看看最新的情况，再决定要不要继续。',
    invalid: '有些内容需要改一下',
    invalidNext: '请返回上一页，检查后再提交。您写的内容没有丢。',
    foreign: '无法确认这次提交来自本站的页面',
    foreignNext: '为了您的安全，我们没有办理。请从本站重新打开这一页再提交。您写的内容就在下面，可以复制。',
    tooLarge: '文件太大了',
    tooLargeNext: (megabytes: number) => `一次最多 ${megabytes} MB。请换一个小一点的文件，或分几次上传。`,
    tooMany: '提交得太快了',
    tooManyNext: '请等一分钟再试。您写的内容就在下面，没有丢。',
    broken: '系统出了问题，不是您的错',
    brokenNext: (id: string) => `我们已经记下这个问题。请过一会儿再试；如果还不行，请把编号 ${id} 告诉工作人员。`,
    yourWords: '您写的内容',
    home: '回首页',
    find: '凭回执查我的意见',
    help: '帮助：打电话、找站点',
    reference: (id: string) => `打电话问的时候，请报这个编号：${id}`,
  },
  {
    missing: 'This page was not found',
    missingNext:
      'The address may be mistyped, or the page has moved. Start again from the front page, or check the number on your receipt.',
    forbidden: 'This step needs another role',
    forbiddenNext:
      'You cannot do this in your present role. If you have another account, sign in first. If you think you should be able to, ask the administrator of this council.',
    conflict: 'Something changed just now, and this was not done',
    conflictNext:
      'Since you opened the page, somebody else dealt with it, or this stage has ended. Go back, look at how things stand, and decide whether to go on.',
    invalid: 'Something needs to be changed',
    invalidNext: 'Go back, check, and send again. What you wrote is not lost.',
    foreign: 'We could not be sure that this came from a page of this site',
    foreignNext:
      'To keep you safe, nothing was done. Open the page again from this site and send it from there. What you wrote is below; you can copy it.',
    tooLarge: 'The file is too large',
    tooLargeNext: (megabytes) => `At most ${megabytes} MB at a time. Choose a smaller file, or upload in parts.`,
    tooMany: 'That was too fast',
    tooManyNext: 'Wait a minute and try again. What you wrote is below and not lost.',
    broken: 'Something went wrong on our side',
    brokenNext: (id) =>
      `We have written it down. Try again in a while; if it still fails, tell the staff the number ${id}.`,
    yourWords: 'What you wrote',
    home: 'To the front page',
    find: 'Find my opinion by its receipt',
    help: 'Help: call, or find a place near you',
    reference: (id) => `If you call about this page, give this number: ${id}`,
  },
)
