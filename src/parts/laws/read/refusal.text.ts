import { messages } from '#kernel/text'

export const text = messages(
  {
    'not-found': '找不到这个文件。请检查文件名和路径。',
    'not-a-file': '这不是一个文件。请选择 Word、PDF、TXT、Markdown 或者网页文件。',
    empty: '文件是空的。',
    'too-large': '文件超过 25 MB，没有读取。请去掉图片后再试，或者粘贴文字。',
    'too-long': '文字太长（超过五万行或者五百万字），没有读取。请分成几个文件。',
    'too-slow': '读取这个文件用时太久，已经停止。请另存为新的 Word 文件或者粘贴文字。',
    'too-heavy': '读取这个文件需要的内存太多，已经停止。请另存为新的 Word 文件或者粘贴文字。',
    busy: '现在正在读取的文件很多。请过一分钟再试一次。',
    'wrong-type': '读不了这种文件。请用 Word（.docx）、带文字的 PDF、TXT、Markdown 或者网页文件。',
    'name-differs': '文件的内容与文件名的后缀不一致，没有读取。请改正后缀，或者另存一份。',
    'old-office': '这是旧版 Word 文件（.doc）或者加了密码的文件。请打开后另存为不加密码的 .docx。',
    bomb: '这个文件解压后大得不正常，没有打开。请打开原文件，另存一份再试。',
    damaged: '文件不完整或者已经损坏。请重新保存或者重新上传。',
    doctype: '文件里含有不允许的声明（DOCTYPE），没有打开。请用 Word 另存一份再试。',
    password: '文件加了密码。请去掉密码再试。',
    'no-text-layer': '这个 PDF 里没有文字，可能是扫描件。请先做文字识别，或者用 Word 文件。',
    encoding: '认不出文字的编码。请另存为 UTF-8 编码的文本。',
  },
  {
    'not-found': 'There is no such file. Check its name and path.',
    'not-a-file': 'This is not a file. Choose a Word, PDF, TXT, Markdown or web page file.',
    empty: 'The file is empty.',
    'too-large': 'The file is larger than 25 MB and was not read. Take out its pictures, or paste the text.',
    'too-long': 'The text is too long (over 50,000 lines or 5 million characters). Split it into several files.',
    'too-slow': 'Reading this file took too long and was stopped. Save it as a new Word file, or paste the text.',
    'too-heavy':
      'Reading this file needed too much memory and was stopped. Save it as a new Word file, or paste the text.',
    busy: 'Many files are being read just now. Try again in a minute.',
    'wrong-type': 'This kind of file cannot be read. Use Word (.docx), PDF with text, TXT, Markdown or a web page.',
    'name-differs':
      'What the file holds is not what its name says, so it was not read. Correct the name, or save it again.',
    'old-office':
      'This is an old Word file (.doc) or one with a password. Open it and save it as .docx without a password.',
    bomb: 'This file unpacks to an abnormal size and was not opened. Open the original and save it again.',
    damaged: 'The file is incomplete or damaged. Save it again, or send it again.',
    doctype: 'The file holds a declaration that is not allowed (DOCTYPE). Save it again with Word.',
    password: 'The file has a password. Remove it and try again.',
    'no-text-layer': 'This PDF holds no text; it may be a scan. Have its text recognised first, or use a Word file.',
    encoding: 'The encoding of the text was not recognised. Save it as text in UTF-8.',
  },
)
