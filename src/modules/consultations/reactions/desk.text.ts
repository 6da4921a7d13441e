import { messages } from '#kernel/text'

/** What contributors, experts and advisers are told of the desk's work. */
export const told = messages(
  {
    several: (count: number) => `这里面有您的 ${count} 条意见，回执都列在“查我的意见”里，请都看一看。`,
    grouped: '您的意见和别人的放在了一起',
    groupedBody: (argument: string) =>
      `有人和您说的是同一件事，工作人员把这些意见归为一个论点：“${argument}”。您的原话和名字都没有动。如果您觉得不该放在一起，可以告诉我们。`,
    asked: '这是您的意思吗？',
    askedBody: (argument: string) =>
      `我们把“${argument}”这些意见提炼成了一条建议。请看一看，是不是您的意思。不是的话，请告诉我们为什么。`,
    refined: '您的意见已经提炼成建议',
    refinedBody: (argument: string) => `“${argument}”已经定稿，接下来上报立法机关。`,
    objection: '您说自己的意见不该放在一起，我们答复了',
    objectionBody: (reply: string) => `工作人员的答复：${reply}`,
    held: '您的意见暂时没有显示',
    hidden: '您的意见没有显示',
    verdictBody: (reason: string) =>
      `理由：${reason}。您的原话还在，没有删除。如果不同意，可以用回执申请再看一次，由另一个人来看。`,
    shown: '您的意见已经显示',
    shownBody: (reason: string) => `工作人员看过了：${reason}。`,
    appealKept: '您的申请有了答复：仍然不显示',
    appealKeptBody: (answer: string) => `另一位工作人员的答复：${answer}`,
    invited: '请您看一个论点',
    invitedBody: (argument: string) => `联系点请您看一看“${argument}”，谈谈您的看法。`,
  },
  {
    several: (count) => ` This is about ${count} of your comments; their receipts are listed under “Find my opinion”.`,
    grouped: 'Your comment was put together with others',
    groupedBody: (argument) =>
      `Others said the same as you, so the desk made one argument of it: “${argument}”. Your words and your name are unchanged. If yours does not belong there, tell us.`,
    asked: 'Is this what you meant?',
    askedBody: (argument) =>
      `The comments on “${argument}” were refined into one suggestion. Please look whether it says what you meant. If not, tell us why.`,
    refined: 'Your comment has become a suggestion',
    refinedBody: (argument) => `“${argument}” is final and goes up to the legislature.`,
    objection: 'An answer to your objection',
    objectionBody: (reply) => `The desk says: ${reply}`,
    held: 'Your comment is not shown for now',
    hidden: 'Your comment is not shown',
    verdictBody: (reason) =>
      `Reason: ${reason}. Your words are kept, not deleted. If you disagree, ask with your receipt for another look; another person will look.`,
    shown: 'Your comment is shown',
    shownBody: (reason) => `The desk looked at it: ${reason}.`,
    appealKept: 'Your appeal was answered: still not shown',
    appealKeptBody: (answer) => `Another person at the desk says: ${answer}`,
    invited: 'You are asked to look at an argument',
    invitedBody: (argument) => `The contact point asks for your view on “${argument}”.`,
  },
)
