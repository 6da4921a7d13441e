import { messages } from '#kernel/text'

export const openDataText = messages({ title: '家、站、点名录' }, { title: 'Register of homes, stations and points' })
