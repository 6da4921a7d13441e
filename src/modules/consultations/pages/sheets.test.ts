import { expect, test } from 'vitest'
import { locales } from '#kernel/text'
import { posterPdf, slipsPdf } from './door-sheets.ts'
import { paperFormsPdf } from './paper-form.ts'

const both = (zh: string, en: string) => ({ 'zh-CN': zh, en })
const longTitle = '中华人民共和国反网络暴力法（征求意见稿）及其说明'
const sheet = {
  code: '7KQ4M2XC',
  address: 'https://yunshan.example.cn/q/7KQ4M2XC',
  titles: both(longTitle, 'Law of the People’s Republic of China against Violence on Networks (draft for comment)'),
  councils: both('云山市人民代表大会常务委员会', 'Standing Committee of the Yunshan City People’s Congress'),
  clauses: both('第三条', 'Article 3'),
  days: both('2026年12月20日', '20 December 2026'),
  places: both('云水街道基层立法联系点', 'Yunshui Street Legislative Contact Point'),
}

test('a poster and four slips fill one sheet each, with every character drawn', async () => {
  for (const pdf of [await posterPdf(sheet), await slipsPdf(sheet)]) {
    expect({ pages: pdf.pages, missing: pdf.missing }).toEqual({ pages: 1, missing: [] })
  }
})

test.each(locales)('every form stands on a sheet of its own (%s)', async (locale) => {
  const forms = [
    { number: 1, code: '7G96-5YM2-518S' },
    { number: 1000, code: '1R23-FHMD-KZ3G' },
  ]
  const { pages, missing } = await paperFormsPdf({
    locale,
    title: sheet.titles[locale],
    council: sheet.councils[locale],
    closes: sheet.days[locale],
    place: sheet.places[locale],
    follow: 'https://yunshan.example.cn/r',
    forms,
  })
  expect({ pages, missing }).toEqual({ pages: forms.length, missing: [] })
})
