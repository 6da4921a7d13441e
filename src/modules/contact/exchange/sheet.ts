import { type CellValue, codeCell, type ImportColumn, linesCell, numberCell, textCell } from '#parts/councils'
import { readContact } from '#parts/people'
import type { SheetColumn } from './schema.ts'

/** Day and time as hotlines write them: 2026-11-20 09:15, 2026/11/20 9:15:00, 2026年11月20日. Beijing's clock. */
export function timeCell(text: string): { readonly value: CellValue } | { readonly code: string } {
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0'] = timePattern.exec(text) ?? []
  const two = (part: string) => part.padStart(2, '0')
  const local = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`
  const at = new Date(`${local}+08:00`)
  const exists = !Number.isNaN(at.getTime()) && new Date(`${local}Z`).toISOString().startsWith(local)
  return exists ? { value: at.toISOString() } : { code: 'not-a-day' }
}

const timePattern = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?$/

const headings: Readonly<Record<SheetColumn, readonly string[]>> = {
  code: ['工单编号', '工单号', '编号', '信访编号', '信访件编号', '受理编号', 'number', 'id'],
  body: ['内容', '诉求内容', '反映内容', '留言详情', '信访内容', 'description', 'text', 'body'],
  title: ['标题', '主题', '诉求标题', '留言主题', 'title', 'subject'],
  spot: ['地点', '事发地点', '地址', '位置', 'address', 'place'],
  time: ['时间', '受理时间', '来电时间', '留言时间', 'received', 'time'],
  name: ['姓名', '来电人', '反映人', '信访人', 'name'],
  phone: ['电话', '联系电话', '手机号', 'phone', 'contact'],
  latitude: ['纬度', 'latitude', 'lat'],
  longitude: ['经度', 'longitude', 'long', 'lng'],
}

const longestBody = 2000

const cells: Readonly<Record<SheetColumn, ImportColumn['read']>> = {
  code: codeCell,
  body: linesCell(longestBody),
  title: textCell(200),
  spot: textCell(200),
  time: timeCell,
  name: textCell(40),
  phone: (text) => {
    const contact = readContact(text)
    return contact ? { value: contact.value } : { code: 'not-a-contact' }
  },
  latitude: numberCell(-90, 90),
  longitude: numberCell(-180, 180),
}

/** The columns of a sheet: first as the connection says they are called, then as they usually are. */
export function columnsFor(mapping: Readonly<Record<string, string>>): readonly ImportColumn[] {
  return (Object.keys(headings) as SheetColumn[]).map((key) => ({
    key,
    headings: [...(mapping[key] ? [mapping[key]] : []), ...headings[key]],
    required: key === 'code' || key === 'body',
    read: cells[key],
  }))
}
