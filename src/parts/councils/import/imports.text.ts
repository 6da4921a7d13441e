import { messages } from '#kernel/text'
import type { Problem } from './cells.ts'

type Values = Readonly<Record<string, string | number>>

/** What is wrong with a sheet or a cell, and what to do about it. */
export const importText = messages(
  {
    // The file.
    'not-a-table': (_: Values) => '这不是表格文件。请上传 CSV 或 XLSX 文件。',
    'too-large': (_: Values) => '文件太大。请分成几个小一些的文件。',
    'too-many-rows': (_: Values) => '行数太多。请分成几个文件，每个不超过 10 万行。',
    'too-many-columns': (_: Values) => '列数太多。请只保留需要的列。',
    'cell-too-long': (_: Values) => '有的单元格文字太长。',
    'unclosed-quote': (_: Values) => '文件里有一个引号没有成对。请用表格软件重新另存为 CSV。',
    'unknown-encoding': (_: Values) => '看不懂文件的文字编码。请另存为 UTF-8 编码的 CSV，或存为 XLSX。',
    'no-such-sheet': (_: Values) => '文件里没有工作表。',
    'too-slow': (_: Values) => '读这个文件用时太长。请分成几个小一些的文件。',
    busy: (_: Values) => '系统正忙，请过一会儿再试。',
    'no-rows': (_: Values) => '除了表头，没有任何一行数据。',
    'missing-column': ({ heading }: Values) => `缺少“${heading}”这一列。请补上后重新上传。`,
    'column-twice': ({ heading }: Values) => `“${heading}”这一列出现了两次。请只保留一列。`,
    // A cell.
    empty: (_: Values) => '不能空着。',
    'too-long': ({ maximum, length }: Values) => `太长了：现在 ${length} 个字，最多 ${maximum} 个字。`,
    'control-character': (_: Values) => '含有看不见的控制字符，请删掉。',
    'broken-character': (_: Values) => '含有乱码（�）。请检查原文件的编码。',
    'code-shape': (_: Values) => '编码只能用文字、数字和 . _ / -，最多 40 个字。',
    'code-rounded': (_: Values) => '编码被表格软件改成了科学计数法，数字已经丢失。请把这一列设为“文本”后重新填写。',
    'division-code-shape': (_: Values) => '行政区划代码应当是 2、4、6、9 或 12 位数字。',
    'code-twice': ({ line }: Values) => `编码与第 ${line} 行重复。`,
    'unknown-word': ({ word }: Values) => `不认识“${word}”。请从说明里列出的词中选一个。`,
    'not-a-day': (_: Values) => '不是有效的日期。请写成 2026-11-20。',
    'not-a-number': (_: Values) => '不是数字。',
    'out-of-range': ({ minimum, maximum }: Values) => `应当在 ${minimum} 到 ${maximum} 之间。`,
    'not-a-flag': (_: Values) => '请填“是”或“否”。',
    'not-opening-hours': (_: Values) => '看不懂开放时间。请写成“周一至周五 09:00-17:00”，几段之间用分号隔开。',
    'openings-overlap': (_: Values) => '开放时间有重叠。',
    // What the row refers to.
    'unknown-parent': ({ parent }: Values) => `找不到上级“${parent}”：表里和系统里都没有。`,
    circle: (_: Values) => '上级关系绕成了圈：不能自己是自己的上级。',
    'parent-kind': (_: Values) => '这一类不能放在这个上级下面。',
    'unknown-area': ({ area }: Values) => `系统里没有编码为“${area}”的区域。请先导入区域。`,
    'unknown-organisation': ({ organisation }: Values) => `系统里没有编码为“${organisation}”的单位。请先导入单位。`,
    'unknown-place': ({ place }: Values) => `系统里没有编码为“${place}”的站点。请先导入站点。`,
    'unknown-constituency': ({ constituency }: Values) => `系统里没有编码为“${constituency}”的选区。请先登记选区。`,
    'place-closed': (_: Values) => '这个站点已经关闭。',
    'half-a-position': (_: Values) => '经度和纬度要么都填，要么都不填。',
    'not-a-contact': (_: Values) => '不是有效的手机号或电子邮箱。',
    'contact-taken': (_: Values) => '这个手机号或邮箱已经属于另一个人。',
    'contact-twice': ({ line }: Values) => `手机号或邮箱与第 ${line} 行重复。`,
    'scope-unfit': (_: Values) => '这个角色要写明站点或单位的编码，或者不应当写。',
    'role-not-here': (_: Values) => '管理员、安全员和审计员不能用表格导入，请逐个指定。',
    'role-not-yours': (_: Values) => '你不能给这个角色。请由安全管理员或法制工作委员会来导入。',
    'contact-stands': (_: Values) => '这个人已经用别的手机号或邮箱登记过，不能用表格改。',
    // Popolo documents.
    'not-popolo': (_: Values) =>
      '这不是 Popolo 文件。请上传以 { 开头的 JSON 文件，里面有 persons、organizations 等列表。',
    'popolo-cut-off': (_: Values) => '文件不完整，结尾缺了一部分。请重新下载或导出后再上传。',
    'popolo-record-too-long': (_: Values) => '有一条记录超过一百万字，无法读取。请检查文件。',
    'popolo-not-a-record': (_: Values) => '这一条不是记录。列表里的每一项都应当写在 { } 里。',
    'popolo-no-id': (_: Values) => '缺少 id，或者太长。每条记录都要有自己的 id，最多 300 个字符。',
    'popolo-twice': (_: Values) => '这个 id 在同一类里已经出现过。每个 id 只能用一次。',
    'popolo-unknown': ({ id }: Values) => `找不到“${id}”：文件里和系统里都没有这条记录。`,
    'popolo-ends-before': (_: Values) => '结束日期早于开始日期。',
  },
  {
    'not-a-table': () => 'This is not a table. Upload a CSV or XLSX file.',
    'too-large': () => 'The file is too large. Split it into smaller files.',
    'too-many-rows': () => 'Too many rows. Split the file; each may have up to 100,000 rows.',
    'too-many-columns': () => 'Too many columns. Keep only those that are needed.',
    'cell-too-long': () => 'A cell holds too much text.',
    'unclosed-quote': () => 'A quotation mark in the file has no partner. Save it again as CSV from a spreadsheet.',
    'unknown-encoding': () => 'The encoding of the file cannot be read. Save it as CSV in UTF-8, or as XLSX.',
    'no-such-sheet': () => 'The file has no worksheet.',
    'too-slow': () => 'Reading this file takes too long. Split it into smaller files.',
    busy: () => 'The system is busy. Try again in a little while.',
    'no-rows': () => 'There is no row below the headings.',
    'missing-column': ({ heading }) => `The column “${heading}” is missing. Add it and upload again.`,
    'column-twice': ({ heading }) => `The column “${heading}” is there twice. Keep one.`,
    empty: () => 'This must not be empty.',
    'too-long': ({ maximum, length }) => `Too long: ${length} characters, ${maximum} at most.`,
    'control-character': () => 'It holds an invisible control character. Delete it.',
    'broken-character': () => 'It holds a broken character (�). Check the encoding of the file.',
    'code-shape': () => 'A code is made of letters, digits and . _ / -, at most 40 of them.',
    'code-rounded': () =>
      'A spreadsheet has rounded this code and lost its digits. Format the column as text and type it again.',
    'division-code-shape': () => 'A division code has 2, 4, 6, 9 or 12 digits.',
    'code-twice': ({ line }) => `The same code stands in line ${line}.`,
    'unknown-word': ({ word }) => `“${word}” is not known. Choose one of the words listed in the instructions.`,
    'not-a-day': () => 'Not a valid date. Write 2026-11-20.',
    'not-a-number': () => 'Not a number.',
    'out-of-range': ({ minimum, maximum }) => `It must lie between ${minimum} and ${maximum}.`,
    'not-a-flag': () => 'Write “yes” or “no”.',
    'not-opening-hours': () =>
      'The opening hours cannot be read. Write “Mon-Fri 09:00-17:00”, with semicolons between.',
    'openings-overlap': () => 'Opening hours overlap.',
    'unknown-parent': ({ parent }) => `There is no “${parent}” to stand under, neither in the sheet nor in the system.`,
    circle: () => 'This would stand under itself.',
    'parent-kind': () => 'This kind cannot stand under that one.',
    'unknown-area': ({ area }) => `There is no area with the code “${area}”. Import the areas first.`,
    'unknown-organisation': ({ organisation }) =>
      `There is no organisation with the code “${organisation}”. Import the organisations first.`,
    'unknown-place': ({ place }) => `There is no place with the code “${place}”. Import the places first.`,
    'unknown-constituency': ({ constituency }) =>
      `There is no constituency with the code “${constituency}”. Enter it first.`,
    'place-closed': () => 'This place has been closed.',
    'half-a-position': () => 'Give both longitude and latitude, or neither.',
    'not-a-contact': () => 'Not a valid mobile number or e-mail address.',
    'contact-taken': () => 'This mobile number or e-mail address belongs to somebody else.',
    'contact-twice': ({ line }) => `The same mobile number or e-mail address stands in line ${line}.`,
    'scope-unfit': () => 'This role needs the code of a place or organisation, or must not have one.',
    'role-not-here': () => 'Administrators, security officers and auditors are named one by one, not by a sheet.',
    'role-not-yours': () => 'You may not give this role. The security officer or the legislative office imports it.',
    'contact-stands': () =>
      'This person is registered under another mobile number or e-mail; a sheet cannot change it.',
    'not-popolo': () =>
      'This is not a Popolo file. Upload a JSON file that begins with { and holds lists such as persons and organizations.',
    'popolo-cut-off': () => 'The file is incomplete: its end is missing. Download or export it again.',
    'popolo-record-too-long': () => 'One record is longer than a million characters and cannot be read.',
    'popolo-not-a-record': () => 'This is not a record. Each entry of a list stands in { }.',
    'popolo-no-id': () => 'The id is missing or too long. Each record needs one of its own, at most 300 characters.',
    'popolo-twice': () => 'This id has been used in the same list already. Each id may be used once.',
    'popolo-unknown': ({ id }) => `There is no “${id}”, neither in the file nor in the system.`,
    'popolo-ends-before': () => 'It ends before it begins.',
  },
)

/** A problem in words. @throws Error for a code without words, which is a bug */
export function problemInWords(problem: Problem, locale: keyof typeof importText): string {
  const words: Readonly<Record<string, (values: Values) => string>> = importText[locale]
  const sentence = words[problem.code]
  if (!sentence) throw new Error(`no words for the problem ${problem.code}`)
  return sentence(problem.values ?? {})
}
