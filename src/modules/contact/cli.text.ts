import { messages } from '#kernel/text'

export const text = messages(
  {
    usage: `用法：
  zhitong contact route --train 文件.jsonl --test 文件.jsonl [--json]

从已办结的事项（每行一个 {"id","title","text","label"}）学习，为新的事项（{"id","title","text"}）
各提出三个可能的承办方和把握。只提建议，由人决定。`,
    unknownOption: (option: string) => `不认识的选项：${option}`,
    unknownCommand: (command: string) => `不认识的命令：contact ${command}`,
    needsFiles: '请用 --train 写明学习用的文件，用 --test 写明要分派的文件。',
    unreadable: (file: string) => `${file}：打不开这个文件，请检查路径。`,
    empty: (file: string) => `${file}：文件里没有任何事项。`,
    badLine: (file: string, line: number, field: string) => `${file}：第 ${line} 行的 ${field} 不对，请改正后再试。`,
  },
  {
    usage: `Usage:
  zhitong contact route --train FILE.jsonl --test FILE.jsonl [--json]

Learns from matters that were handled (one {"id","title","text","label"} a line) and proposes, for each
new one ({"id","title","text"}), three who may be in charge and how sure it is. It never decides.`,
    unknownOption: (option) => `unknown option: ${option}`,
    unknownCommand: (command) => `unknown command: contact ${command}`,
    needsFiles: 'Name the file to learn from with --train and the file to route with --test.',
    unreadable: (file) => `${file}: cannot be opened; check the path.`,
    empty: (file) => `${file}: holds no matter.`,
    badLine: (file, line, field) => `${file}: ${field} of line ${line} is wrong; mend it and try again.`,
  },
)
