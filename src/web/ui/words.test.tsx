import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import type { Locale } from '#kernel/text'
import { FrameContext, type PageFrame } from './frame.ts'
import { langOf, OriginalIn, Words } from './words.tsx'

function on(locale: Locale, children: preact.ComponentChildren): string {
  return renderToString(
    <FrameContext.Provider value={{ locale } as unknown as PageFrame}>{children}</FrameContext.Provider>,
  )
}

test('words in the language of the page stand as they are, others say which language they are in', () => {
  expect(on('zh-CN', <Words>半年太长了。</Words>)).toBe('半年太长了。')
  expect(on('en', <Words>半年太长了。</Words>)).toBe('<span lang="zh-CN">半年太长了。</span>')
  expect(on('zh-CN', <Words lang="en">I rent here.</Words>)).toBe('<span lang="en">I rent here.</span>')
  expect(on('en', <Words lang="en">I rent at 临江.</Words>)).toBe('I rent at 临江.')
  // Written in Chinese on a page in English, and the other way round.
  expect(on('zh-CN', <OriginalIn words="半年太长了。" lang="en" />)).toBe('')
  expect(on('en', <Words lang="en">半年太长了。</Words>)).toBe('<span lang="zh-CN">半年太长了。</span>')
  expect(on('en', <OriginalIn words="I rent here." lang="zh-CN" />)).toBe('')
})

test('in a sentence that quotes Chinese words only these are marked', () => {
  expect(on('en', <Words>“按季度公布，附明细” is final. Really</Words>)).toBe(
    '“<span lang="zh-CN">按季度公布，附明细</span>” is final. Really',
  )
})

test('the original’s language is named in the reader’s, and only where it differs', () => {
  expect(on('en', <OriginalIn words="半年太长了。" lang="zh-CN" />)).toContain('Original in Chinese')
  expect(on('zh-CN', <OriginalIn words="I rent here." lang="en" />)).toContain('原文为英语')
  expect(on('zh-CN', <OriginalIn words="半年太长了。" lang="zh-CN" />)).toBe('')
  expect(langOf('Aisha', 'zh-CN')).toBe(undefined)
})
