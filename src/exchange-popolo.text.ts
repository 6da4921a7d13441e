import { messages } from '#kernel/text'

export const text = messages(
  {
    usage: `zhitong councils popolo import FILE --council SLUG [--dry-run] [--public-names]
zhitong councils popolo export --council SLUG [--public] [--out FILE]

import     读入 Popolo JSON：人员、机构、区域、届次、任职。有一处不对就什么都不导入
--dry-run  只检查，不导入
--public-names  新来的人，姓名对所有人公开（默认只给工作人员看）
export     写出 Popolo JSON；--public 只写对所有人公开的代表`,
    unknownOption: (option: string) => `不认识的选项：${option}`,
    needsCouncil: '请用 --council 写明是哪个人大（网址里的简称）。',
    needsFile: '请写明文件。',
    unknownCouncil: (slug: string) => `没有这个人大：${slug}`,
    unreadable: (file: string) => `读不了文件：${file}`,
    counts: (added: number, changed: number, unchanged: number) => `新增 ${added}，修改 ${changed}，不变 ${unchanged}`,
    faulty: (problems: number) => `有 ${problems} 处要改正，什么都没有导入：`,
    dry: '只检查，没有导入。',
    more: (rest: number) => `……还有 ${rest} 处`,
  },
  {
    usage: `zhitong councils popolo import FILE --council SLUG [--dry-run] [--public-names]
zhitong councils popolo export --council SLUG [--public] [--out FILE]

import     reads Popolo JSON: people, organisations, areas, periods, memberships. One fault and nothing is imported
--dry-run  only checks
--public-names  names of people who come new are for everybody (else for staff only)
export     writes Popolo JSON; with --public only deputies whose names are for everybody`,
    unknownOption: (option) => `unknown option: ${option}`,
    needsCouncil: 'Say which council with --council (its short name in addresses).',
    needsFile: 'Name a file.',
    unknownCouncil: (slug) => `there is no council ${slug}`,
    unreadable: (file) => `cannot read ${file}`,
    counts: (added, changed, unchanged) => `${added} new, ${changed} changed, ${unchanged} unchanged`,
    faulty: (problems) => `${problems} things to correct; nothing was imported:`,
    dry: 'Only checked; nothing was imported.',
    more: (rest) => `… and ${rest} more`,
  },
)
