import { messages } from '#kernel/text'

/** What to tell people about a file, by the code of its refusal: what is wrong and what to do next. */
export const text = messages(
  {
    refusal: {
      empty: '这个文件是空的。请重新选择一个文件。',
      'too-large': '文件太大，最多 10 MB。请压缩一下，或者分成几份再传。',
      malware: '这个文件里查出了病毒，没有收下。请先给手机或电脑杀毒，再换一个文件。',
      'not-an-image': '这不是照片。请选择 JPG、PNG 或 WebP 格式的照片。',
      svg: '这种矢量图不能收。请截图或另存为 PNG，再传一次。',
      heic: '这张照片是 HEIC 格式，这里打不开。请在手机“设置—相机—格式”里选“兼容性最佳”，或者把照片截图后再传。',
      tiff: '这是 TIFF 格式的图。请另存为 PDF 或 JPG，再传一次。',
      'hides-another': '这个文件里夹带了别的内容，为安全起见没有收下。请把照片截图，或者重新录一段，再传。',
      'too-many-pixels': '这张照片的尺寸太大。请截图或缩小后再传。',
      broken: '这个文件损坏了，打不开。请重新拍摄或重新保存，再传一次。',
      'too-slow': '这个文件处理起来太慢，没有收下。请缩小或截图后再传。',
      busy: '现在上传的人太多，请过一会儿再试。您填写的文字还在。',
      'not-audio': '这不是录音。请用手机录音，或选择 MP3、M4A 文件。',
      'has-video': '这是视频，这里只收录音。请改用录音，或把要说的话写下来。',
      'too-long': '录音太长，最多大约五分钟。请分成几段。',
      'wrong-type': '这种文件不能收。请传 PDF、Word（docx）、Excel（xlsx）或文本文件。',
      'web-page': '网页文件不能收。请把网页打印成 PDF，再传一次。',
      'old-office': '这是旧版 Word 或 Excel 文件。请打开后另存为 docx、xlsx 或 PDF，再传一次。',
      macros: '这个文件里有宏（会自动运行的程序），不能收。请另存为不带宏的 docx、xlsx，或存为 PDF。',
      'active-content': '这个 PDF 里有会自动运行的内容，不能收。请重新打印成 PDF，再传一次。',
      password: '这个文件加了密码，打不开。请取消密码后再传。',
      archive: '压缩包不能收。请把里面的文件取出来，一个一个传。',
    },
    state: {
      quarantined: '正在做安全检查，通过后就能打开。',
      refused: '这个文件没有通过安全检查，已经删除。',
      missing: '找不到这个文件，可能已经删除。',
    },
    kinds: { photo: '照片', voice: '录音', document: '文件', scan: '扫描件' },
    hints: {
      photo: 'JPG、PNG 或 WebP 照片，最多 10 MB。照片里的拍摄地点会自动去掉。',
      voice: '录音最长约五分钟，最多 10 MB。录音里的地点信息会自动去掉。',
      document: 'PDF、Word（docx）、Excel（xlsx）或文本文件，最多 10 MB。',
      scan: '扫描的 PDF，或拍清楚的照片，最多 10 MB。',
    },
  },
  {
    refusal: {
      empty: 'This file is empty. Please choose another.',
      'too-large': 'The file is larger than 10 MB. Please make it smaller, or send it in several parts.',
      malware: 'A virus was found in this file, so it was not kept. Please clean your device, then send another file.',
      'not-an-image': 'This is not a photo. Please choose a JPG, PNG or WebP photo.',
      svg: 'Vector drawings cannot be taken. Please take a screenshot or save it as PNG, then send that.',
      heic: 'This photo is in HEIC format, which cannot be opened here. On your phone choose “Most Compatible” under Settings, Camera, Formats, or send a screenshot of the photo.',
      tiff: 'This picture is in TIFF format. Please save it as PDF or JPG, then send that.',
      'hides-another':
        'Something else is hidden in this file, so it was not kept. Please send a screenshot of the photo, or record again.',
      'too-many-pixels': 'This photo has too many pixels. Please send a screenshot or a smaller copy.',
      broken: 'This file is damaged and cannot be opened. Please take or save it again, then send that.',
      'too-slow': 'This file took too long to read, so it was not kept. Please send a smaller copy or a screenshot.',
      busy: 'Too many people are sending files just now. Please try again in a moment; what you wrote is still here.',
      'not-audio': 'This is not a recording. Please record with your phone, or choose an MP3 or M4A file.',
      'has-video':
        'This is a video; only sound is taken here. Please record your voice, or write what you want to say.',
      'too-long': 'The recording is too long: about five minutes at most. Please send it in parts.',
      'wrong-type': 'This kind of file cannot be taken. Please send PDF, Word (docx), Excel (xlsx) or a text file.',
      'web-page': 'Web pages cannot be taken. Please print the page to PDF, then send that.',
      'old-office': 'This is an old Word or Excel file. Please save it as docx, xlsx or PDF, then send that.',
      macros:
        'This file holds macros (programs that run by themselves). Please save it as docx or xlsx without macros, or as PDF.',
      'active-content': 'This PDF holds content that runs by itself. Please print it to PDF again, then send that.',
      password: 'This file is locked by a password. Please take the password off, then send it again.',
      archive: 'Archives cannot be taken. Please take the files out and send them one by one.',
    },
    state: {
      quarantined: 'Being checked for safety; it can be opened as soon as that is done.',
      refused: 'This file did not pass the safety check and was deleted.',
      missing: 'This file cannot be found. It may have been deleted.',
    },
    kinds: { photo: 'Photo', voice: 'Recording', document: 'Document', scan: 'Scan' },
    hints: {
      photo: 'A JPG, PNG or WebP photo, up to 10 MB. Where it was taken is removed from it.',
      voice: 'About five minutes at most, up to 10 MB. Where it was recorded is removed from it.',
      document: 'PDF, Word (docx), Excel (xlsx) or a text file, up to 10 MB.',
      scan: 'A scanned PDF or a clear photo, up to 10 MB.',
    },
  },
)
