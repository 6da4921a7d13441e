/** Made-up opinions, always the same: about 90 characters, one in a hundred with a question looked for in the measures. */

const verbs = '建议|希望|应当|请求|要求|能否|最好|需要|不要|可以'.split('|')
const things =
  '明确物业费的收取标准|公开公共收益的账目|增加无障碍坡道|在小区门口设置充电桩|保留老年人的线下窗口|延长意见征求的时间|规定处罚的上限|写明调解的期限|由街道组织协商|把结果贴在楼道里|照顾一楼住户的采光|让租客也能参加表决|设立专门的投诉电话|每季度公布一次进展|给志愿者一点补贴|把罚款用在维修上|先在两个社区试点|让业主委员会来监督|写清楚谁来负责|允许分期缴纳费用'.split(
    '|',
  )
const tails =
  '免得大家扯皮|方便上班族|对老人更公平|这样才有人信|不然落实不了|我们楼等了三年|邻居们都这么说|别再拖下去了|写进条文才放心|请尽快答复'.split(
    '|',
  )

/** 老旧小区加装电梯费用怎么分摊？ stands in every hundredth text. */
export const planted = '老旧小区加装电梯费用怎么分摊？'

/** The text of a number from 0. */
export function textOf(index: number): string {
  const random = mulberry32(20191102 + index)
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  const clauses = Array.from(
    { length: 4 + Math.floor(random() * 4) },
    () => `${pick(verbs)}${pick(things)}，${pick(tails)}`,
  )
  return `第${1 + (index % 1260)}条：${clauses.join('；')}。${index % 100 === 37 ? planted : ''}（${index}）`
}

function mulberry32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296
  }
}
