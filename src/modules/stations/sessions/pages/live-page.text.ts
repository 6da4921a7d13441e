import { messages } from '#kernel/text'

export const text = messages(
  {
    room: '代表直播间',
    picture: '直播画面',
    open: '用别的播放器打开画面',
    later: (when: string) => `${when} 开始。现在就可以提问。`,
    noPicture: '这次没有画面，问题和答复都在下面。',
    noSupport: '您的浏览器放不了这个画面，请点下面的链接。',
    recording: '看录像',
    over: '直播已经结束，问题和答复都留在这里。',
    cancelled: '这次直播取消了。',
    refresh: '刷新问题和答复',
    auto: '问题和答复会自动更新。',
    details: '这场活动的全部内容',
  },
  {
    room: 'Livestream room',
    picture: 'Livestream',
    open: 'Open the picture in another player',
    later: (when) => `Begins ${when}. You can ask now.`,
    noPicture: 'There is no picture this time; questions and answers are below.',
    noSupport: 'Your browser cannot show this picture. Please use the link below.',
    recording: 'Watch the recording',
    over: 'The livestream is over; questions and answers stay here.',
    cancelled: 'This livestream was cancelled.',
    refresh: 'Refresh questions and answers',
    auto: 'Questions and answers update by themselves.',
    details: 'Everything about this session',
  },
)
