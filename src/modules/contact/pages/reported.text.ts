import { messages } from '#kernel/text'

export const text = messages(
  {
    position: (latitude: number, longitude: number) => `位置：${latitude}, ${longitude}`,
    accuracy: (metres: number) => `（手机说误差约 ${metres} 米）`,
    voices: (count: number) => `一共 ${count} 人反映，看其他人写的`,
    publicPage: '公开页',
    hide: '不再放在公开页上',
    hideThen: '话和照片不再公开，照样办理。反映的人看得到理由，可以申诉。',
    hideWhy: '为什么',
    hideReason: '理由（反映的人会看到）',
    hideDo: '从公开页撤下',
    reasons: {
      advert: '广告',
      'personal-data': '有别人的个人信息',
      abuse: '骂人、攻击',
      noise: '没有内容',
      unlawful: '违法内容',
      'other-matter': '说的不是这件事',
    },
  },
  {
    position: (latitude, longitude) => `Position: ${latitude}, ${longitude}`,
    accuracy: (metres) => `(within about ${metres} m, says the phone)`,
    voices: (count) => `${count} people reported it; read the others`,
    publicPage: 'Public page',
    hide: 'Take it off the public page',
    hideThen:
      'Words and photos are no longer public; the matter is handled all the same. The one who reported it reads the reason and may appeal.',
    hideWhy: 'Why',
    hideReason: 'Reason (she reads it)',
    hideDo: 'Take it off',
    reasons: {
      advert: 'Advertising',
      'personal-data': 'Somebody else’s personal data',
      abuse: 'Abuse',
      noise: 'No content',
      unlawful: 'Unlawful content',
      'other-matter': 'About something else',
    },
  },
)
