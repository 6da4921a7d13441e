import { messages } from '#kernel/text'

export const text = messages(
  {
    resident: {
      news: (code: string) => `您约代表的事有进展（${code}）`,
      reminded: (code: string) => `明天约了代表（${code}）`,
      booked: '已经为您留好时间，等代表确认。',
      confirmed: '代表确认了。',
      proposed: '代表想换一个时间，已经先为您留好。合适不合适，请打开看一看。',
      cancelled: '这次约见取消了。可以打开另选时间，您写的话都还在。',
      tomorrow: '明天见。来不了请打开取消，把时间让给别人。',
      matter: '您说的事已经立为一件，有了回执，打开可以看到。',
      otherDeputy: '换了一位代表接待您，时间、地点不变。',
    },
    staff: {
      booked: (number: number) => `有人约见：第 ${number} 号，请确认或者另提时间`,
      moved: (number: number) => `约见改了时间：第 ${number} 号`,
      accepted: (number: number) => `对方同意您提的时间：第 ${number} 号`,
      cancelled: (number: number) => `约见取消了：第 ${number} 号`,
      reminded: (number: number) => `明天有约见：第 ${number} 号`,
    },
    ways: { place: '当面', online: '线上', phone: '电话' },
  },
  {
    resident: {
      news: (code) => `News of your talk with a deputy (${code})`,
      reminded: (code) => `Tomorrow: your talk with a deputy (${code})`,
      booked: 'The time is kept for you; the deputy will confirm it.',
      confirmed: 'The deputy confirmed it.',
      proposed: 'The deputy proposes another time, which is kept for you. Please say whether it suits you.',
      cancelled: 'This talk was cancelled. Open it to choose another time; what you wrote is still there.',
      tomorrow: 'See you tomorrow. If you cannot come, please cancel and leave the time to others.',
      matter: 'What you said is now a matter with a receipt of its own.',
      otherDeputy: 'Another deputy will receive you, at the same time and place.',
    },
    staff: {
      booked: (number) => `Booked: no. ${number}; please confirm or propose another time`,
      moved: (number) => `Booking moved: no. ${number}`,
      accepted: (number) => `Your time suits them: no. ${number}`,
      cancelled: (number) => `Booking cancelled: no. ${number}`,
      reminded: (number) => `Tomorrow: booking no. ${number}`,
    },
    ways: { place: 'in person', online: 'online', phone: 'by telephone' },
  },
)
