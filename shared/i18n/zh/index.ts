import type { Catalogue, Texts } from '../en.ts';
import { runsOnCpu } from '../executionReasons.ts';
import { auditTexts } from './audit.ts';
import { benchTexts } from './bench.ts';
import { bypassTexts } from './bypass.ts';
import { comparisonTexts } from './comparisons.ts';
import { connectionTexts } from './connections.ts';
import { chineseErrors } from './errors.ts';
import { exportTexts } from './exports.ts';
import { fittingTexts } from './fitting.ts';
import { gateTexts } from './gate.ts';
import { healthTexts } from './health.ts';
import { inspectingTexts } from './inspecting.ts';
import { keepingTexts } from './keeping.ts';
import { kioskTexts } from './kiosk.ts';
import { peopleTexts } from './people.ts';
import { recipeChangeTexts } from './recipeChange.ts';
import { recordTexts } from './records.ts';
import { reportTexts } from './report.ts';
import { reviewTexts } from './review.ts';
import { setupTexts } from './setup.ts';
import { shiftTexts } from './shift.ts';
import { testSetTexts } from './testSets.ts';
import { versionTexts } from './versions.ts';

/** Every text that the interface shows, in simplified Chinese. */
const texts: Texts = {
  locale: 'zh-CN',
  product: 'Sigmaline',
  colon: '：',
  comma: '，',
  semicolon: '；',
  fullStop: '。',
  quoted: (text) => `“${text}”`,
  by: (who) => {
    if (who === null || who === 'open station') return '在开放检测站';
    if (who === 'command line') return '通过命令行';
    return who === 'station' ? '由检测站' : `由 ${who}`;
  },

  navigation: {
    label: '画面',
    inspection: '检测',
    records: '记录',
    setup: '设置',
  },

  language: {
    label: '语言',
    automatic: (name) => `自动：${name}`,
  },

  verdict: {
    word: { pass: '合格', review: '复检', fail: '不合格', error: '错误' },
    action: {
      pass: '在限值内',
      review: '请人工检查此工件',
      fail: '请将此工件隔离',
      error: '未判定：请人工检查此工件',
    },
    region: '判定',
    score: '分数',
    limit: '限值',
    draft: '草稿',
    part: (number) => `第 ${number} 号`,
    late: (since) => `延迟：${since} 的图像`,
    spoken: (word, number, score, limit) => `${word}。第 ${number} 号。分数 ${score}，限值 ${limit}。`,
    spokenDraft: (word, number, score) => `${word}。第 ${number} 号。分数 ${score}。该配方是没有限值的草稿。`,
    spokenWithoutScore: (word, number) => `${word}。第 ${number} 号。`,
  },

  age: {
    justNow: '刚刚',
    seconds: (count) => `${count} 秒前`,
    minutes: (count) => `${count} 分钟前`,
    hours: (count) => `${count} 小时前`,
    days: (count) => `${count} 天前`,
  },
  duration: {
    seconds: (count) => `${count} 秒`,
    minutes: (count) => `${count} 分钟`,
    hours: (count) => `${count} 小时`,
  },

  waiting: {
    word: '就绪',
    sentence: '等待第一个工件',
    watching: (folder) => `相机写入 ${folder} 的图像会自动显示在这里。`,
    watchingSeveral: (count) => `正在监视 ${count} 个文件夹。下一张图像会自动显示在这里。`,
    preparing: '准备中',
    preparingDemo: '正在校准示例产品',
    preparingSentence: '只用良品图像。随后演示产线会送来首批工件。',
    starting: '演示产线正在启动。第一个工件马上就到。',
    stage: '工件的图像显示在这里。',
    feed: '还没有工件',
  },

  connection: {
    connecting: '正在连接',
    connectingSentence: '正在连接检测站……',
    lostSentence: '画面上没有当前有效的判定。请勿凭此画面放行工件。',
    lostSince: (time, duration) => `${time} 断开，至今 ${duration}。正在重试……`,
    lostRemedy: '如果一直如此，请确认检测站正在运行，然后重新打开它给出的地址。',
    reading: '正在加载最近的工件……',
  },

  looking: {
    band: (number, time) => `您正在查看 ${time} 的第 ${number} 号`,
    notLive: '不是当前工件',
    notCurrent: '非当前',
    back: '返回实时',
    newSince: (count) => `此后到达 ${count} 个工件`,
    live: '实时',
    returns: (seconds) => `${seconds} 秒后返回实时`,
  },

  stage: {
    region: '工件图像',
    image: (number, file) => `第 ${number} 号的图像：${file}`,
    noImage: '此图像无法显示。',
    loading: '正在加载图像……',
    standIn: '仅缩略图：原图缺失。',
    why: (place, score, limit) => `${place}：${score}，限值 ${limit}`,
    places: ['左上', '上方', '右上', '左侧', '中间', '右侧', '左下', '下方', '右下'],
    beside: '与典型良品并排比较',
    blink: '与典型良品交替显示比较',
    besideTypical: '右侧：典型良品',
    peakLabel: (score) => `最异常的位置，${score}`,
    addsMost: (score) => `影响最大，${score}`,
    addsMostLabel: (score) => `对工件异常影响最大的位置，${score}`,
  },

  heatmap: {
    title: '热图',
    opacity: '不透明度',
    legend: '各处的异常程度，以良品的 σ 为单位',
  },

  gauge: {
    title: '分数',
    description: (score, limit, position) => `分数 ${score}，限值 ${limit}：${position}。良品在 0 附近。`,
    below: (distance) => `低于限值 ${distance}`,
    above: (distance) => `高于限值 ${distance}`,
    at: '正好在限值上',
    good: '典型良品',
    limit: (value) => `限值 ${value}`,
    review: (value) => `复检 ${value}`,
    none: '此工件没有分数。',
    draft: '草稿，无限值',
    draftDescription: (score) => `分数 ${score}。该配方是没有限值的草稿。良品在 0 附近。`,
    history: (count) => `此配方最近 ${count} 个工件`,
    historyLabel: (count) => `最近 ${count} 个工件的分数`,
    againstLimit: (history) => `${history}与限值对比`,
  },

  facts: {
    recipeVersion: (recipe, version) => `${recipe}，版本 ${version}`,
    asUnusual: (thousandths) => `每 1,000 个良品中有 ${thousandths} 个同等异常`,
    noneAsUnusual: (good) => `${good} 个良品中没有一个如此异常`,
    named: {
      serial: (serial) => `序列号 ${serial}`,
      lot: (lot) => `批次 ${lot}`,
      view: (view) => view,
    },
    sameContentAs: (number) => `与第 ${number} 号图像相同`,
    followsError: (number) => `在第 ${number} 号错误之后补全`,
  },

  shift: {
    title: '本班次',
    mixed: '所有配方合计',
    late: (count) => `${count} 个超过时限`,
    since: (time) => `自 ${time} 起`,
    firstPass: '一次合格率',
    final: '最终合格率',
    noYield: '–',
  },

  feed: {
    title: '最近的工件',
    label: '最近的工件，最新在前。用方向键查看工件，按 Esc 键返回实时。',
    loading: '正在加载……',
    option: (word, number, serial, score, time) =>
      `${word}，第 ${number} 号，${serial === null ? '' : `${serial}，`}${score}，${time}`,
    noScore: '无分数',
    toNewest: '到最新',
    show: '列表显示哪些工件',
    all: '全部',
    notPassed: '未通过',
    hidden: (count) => `已隐藏 ${count} 件`,
    hiddenOf: (count, of) => `最近 ${of} 件中已隐藏 ${count} 件`,
    none: '没有可列出的工件',
  },

  health: {
    title: '检测站状态',
    unknown: '未知',
    ok: '正常',
    attention: '注意',
    trouble: '故障',
    readAll: '阅读全部',
    more: (count) => `还有 ${count} 条`,
    close: '关闭',
    connection: {
      name: '连接',
      open: '已连接',
      connecting: '正在连接',
      lost: '已断开',
      remedy: '与检测站的连接已断开。Sigmaline 会不断重试。',
    },
    source: {
      name: '图像源',
      none: '无',
      noneRemedy: '未监视任何文件夹，因此不会检测任何工件。请在设置中添加图像源。',
      watching: (name) => name,
      watchingSeveral: (count) => `监视 ${count} 个`,
      unreachable: '无法访问',
      unready: '未就绪',
      foreign: '产品不对？',
      fails: '不合格过多',
      changed: '工件有变化',
      errors: '错误过多',
      differ: '图像不同',
      leaving: '图像漂移',
      late: '判定延迟',
      holds: (parts, isLeast) => `可达 ${parts}${isLeast ? '+' : ''}/分钟`,
      within: (time) => `99\u202f% 不超过 ${time}`,
      several: (count, total) => `${total} 个中有 ${count} 个故障`,
      bypassed: (count, total) => (total === 1 ? '旁路' : `${total} 个中有 ${count} 个旁路`),
      unreachableRemedy: (name, folder) =>
        `无法读取 ${name} 的文件夹（${folder}）。请检查相机的计算机是否开机、共享是否已连接。`,
      unreadyRemedy: (name) => `${name} 的配方无法使用。请在设置中重新校准。`,
    },
    backlog: {
      name: '积压',
      none: '无等待',
      waiting: (count, age) => `${count} 张等待，最\u2060久\u00a0${age.replaceAll(' ', '\u00a0')}`,
      load: (share) => `负载 ${share}`,
      waitingUnknown: (count) => `${count} 张等待`,
      slowRemedy: (count, age) => `${count} 张图像等待判定，最久的已等 ${age}。如果数量继续增加，请降低线速。`,
      stuckRemedy: (count, age) =>
        `${count} 张图像等待判定，最久的已等 ${age}。请停线并呼叫工程师：工件正在未经判定地离开。`,
    },
    lane: {
      name: '通道',
      none: '无',
      ready: '就绪',
      readySeveral: (count) => `${count} 个就绪`,
      busy: '判定中',
      readyOnGraphics: '就绪，使用显卡',
      busyOnGraphics: '正在显卡上判定',
      starting: '正在启动',
      failed: '故障',
      someFailed: (count, total) => `${total} 个中有 ${count} 个故障`,
      failedRemedy: '没有检测进程在运行，因此不会判定任何工件。请重启检测站；如再次发生，请连同日志上报。',
      someFailedRemedy: (count, total) =>
        `${total} 个检测进程中有 ${count} 个故障。检测以较慢的速度继续。请在下次停线时重启检测站。`,
    },
    disk: {
      name: '磁盘',
      free: (size) => `剩余 ${size}`,
      low: (size) => `仅剩 ${size}`,
      files: (count) => `${count} 个文件`,
      full: '已满',
      readOnly: '只读',
      failing: '故障',
    },
    warning: { name: '通知' },
    clock: { name: '时钟' },
    backup: '备份',
    answers: {
      'notice.acknowledge': '确认',
      'condition.read': '确认',
      'clock.confirm': '时钟正确',
    },
    noticed: (time) => `${time} 的通知`,
  },

  welcome: {
    title: '有良品就够了。',
    sentence: 'Sigmaline 学习良品的样子，找出与之不同的地方。这里还没有任何设置：请选择如何开始。',
    curve: '良品分数在零附近，限值在其右侧，缺陷在限值之外',
    demoTitle: '用演示产线试用',
    demoSentence: '在本机上校准一个示例产品，由模拟相机送来良品和不良品。一分钟内出现首批判定。无需安装，无需配置。',
    demoButton: '启动演示产线',
    demoStarting: '正在启动……',
    ownTitle: '设置自己的产线',
    ownSteps: [
      '收集良品图像：20 张即可开始，100 张更好。',
      '用该文件夹校准配方。无需缺陷样品，无需标注。',
      '选择相机写入的文件夹。',
    ],
    ownButton: '打开设置',
  },

  lanes: {
    title: '通道',
    hint: '判定图像的进程及其使用的处理器。',
    name: (id) => `通道 ${id}`,
    failed: '无法启动',
    judgesOn: (provider) => {
      if (provider === null) return '正在启动';
      return runsOnCpu(provider) ? '在主处理器上判定' : '在显卡上判定';
    },
    memory: (size) => `${size} 内存`,
    split: (goal, lanes, threads, cores) => {
      const each = lanes === 1 ? '' : '各 ';
      const why = goal === 'latency' ? '以最短时间给出判定' : '以每分钟判定尽可能多的工件';
      return `${lanes} 个通道，${each}${threads} 个线程，共用 ${cores} 个核心，${why}。`;
    },
    load: (share, minutes) => `判定最近 ${minutes} 分钟的工件用去通道能力的 ${share}。`,
    retryHint: '未通过检查的显卡不再使用，直到您要求重新检查。请先排除原因；检查期间检测继续进行。',
    retry: '重试',
    retried: '检查正在后台进行。',
  },

  ...inspectingTexts,
  ...shiftTexts,
  ...healthTexts,
  ...bypassTexts,
  ...auditTexts,
  ...exportTexts,
  ...connectionTexts,
  ...gateTexts,
  reports: reportTexts.screen,
  ...recipeChangeTexts,
  ...recordTexts,
  ...reviewTexts,
  ...comparisonTexts,
  ...testSetTexts,
  versions: versionTexts,
  ...fittingTexts,
  ...keepingTexts,
  ...kioskTexts,
  ...benchTexts,
  ...peopleTexts,
  ...setupTexts,
};

export const chinese: Catalogue = { texts, errors: chineseErrors, reports: reportTexts };
