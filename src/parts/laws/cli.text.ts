import { messages } from '#kernel/text'

export const text = messages(
  {
    usage: `用法：
  zhitong laws check 文件…  [--json]            检查法规文本的结构
  zhitong laws compare 旧文件 新文件 [--json]   逐条比较两个版本
  zhitong laws export 文件 --to akn|docx|md     导出为 Akoma Ntoso、Word 或 Markdown

可以读取 .docx、带文字的 .pdf、.txt、.md、.html。`,
    unknownOption: (option: string) => `不认识的选项：${option}`,
    unknownCommand: (command: string) => `不认识的命令：laws ${command}`,
    needsFiles: '请写明要检查的文件。',
    needsTwo: '请写明旧文件和新文件。',
    needsOne: '请写明一个文件。',
    needsFormat: '请用 --to 写明格式：akn、docx 或者 md。',
    counts: (parts: number, chapters: number, sections: number, articles: number, paragraphs: number, items: number) =>
      [
        [parts, '编'],
        [chapters, '章'],
        [sections, '节'],
        [articles, '条'],
        [paragraphs, '款'],
        [items, '项'],
      ]
        .filter(([count, unit]) => count !== 0 || unit === '条')
        .map(([count, unit]) => `${count} ${unit}`)
        .join('  '),
    fine: '没有发现问题',
    problems: (count: number) => `${count} 个问题`,
    line: (line: number) => `第 ${line} 行`,
    unreadable: (file: string, why: string) => `${file}：${why}`,
    compared: (same: number, moved: number, changed: number, split: number, merged: number) =>
      `相同 ${same} 条，移动 ${moved} 条，修改 ${changed} 条，拆分 ${split} 条，合并 ${merged} 条`,
    added: (keys: string) => `新增：${keys}`,
    deleted: (keys: string) => `删去：${keys}`,
    linkKind: { same: '相同', moved: '移动', changed: '修改', split: '拆分', merged: '合并' },
    between: '、',
  },
  {
    usage: `Usage:
  zhitong laws check FILE…  [--json]            check the structure of legal texts
  zhitong laws compare OLD NEW [--json]         compare two versions article by article
  zhitong laws export FILE --to akn|docx|md     export as Akoma Ntoso, Word or Markdown

Reads .docx, .pdf with text, .txt, .md and .html.`,
    unknownOption: (option) => `Unknown option: ${option}`,
    unknownCommand: (command) => `Unknown command: laws ${command}`,
    needsFiles: 'Name the files to check.',
    needsTwo: 'Name the old file and the new file.',
    needsOne: 'Name one file.',
    needsFormat: 'Name the format with --to: akn, docx or md.',
    counts: (parts, chapters, sections, articles, paragraphs, items) =>
      [
        [parts, 'parts'],
        [chapters, 'chapters'],
        [sections, 'sections'],
        [articles, 'articles'],
        [paragraphs, 'paragraphs'],
        [items, 'items'],
      ]
        .filter(([count, unit]) => count !== 0 || unit === 'articles')
        .map(([count, unit]) => `${count} ${unit}`)
        .join(', '),
    fine: 'no problems',
    problems: (count) => `${count} ${count === 1 ? 'problem' : 'problems'}`,
    line: (line) => `line ${line}`,
    unreadable: (file, why) => `${file}: ${why}`,
    compared: (same, moved, changed, split, merged) =>
      `${same} same, ${moved} moved, ${changed} changed, ${split} split, ${merged} merged`,
    added: (keys) => `Added: ${keys}`,
    deleted: (keys) => `Deleted: ${keys}`,
    linkKind: { same: 'same', moved: 'moved', changed: 'changed', split: 'split', merged: 'merged' },
    between: ', ',
  },
)
