import type { reviewTexts as English } from '../enReview.ts';
import type { Translated } from '../translation.ts';

/** In simplified Chinese. */
export const reviewTexts: Translated<typeof English> = {
  deciding: {
    region: '对此工件的处置',
    what: '处置此工件',
    why: (decision) => `${decision}：原因？`,
    back: '返回处置',
    made: (number, said) => `第 ${number} 号：${said}`,
    signIn: '登录后处置',
    mayNot: '您的角色不能处置工件。请找有权限的人。',
    open: '处置此工件',
  },

  held: {
    band: (number) => `停在第 ${number} 号，等待处置`,
    alone: '其后没有工件等待',
    behind: (shown) => `其后有 ${shown} 个工件等待`,
    failed: (shown) => `其中 ${shown} 个不合格`,
    goesOn: '检测继续进行。',
  },

  review: {
    navigation: '复检',
    title: '复检队列',
    waiting: (shown) => `${shown} 个工件等待处置`,
    waitingSpoken: (shown) => `${shown} 个等待`,
    empty: '没有工件等待处置',
    emptyMeans: '未通过的工件会自动出现在这里。',
    allClaimed: '等待的工件都有人在查看',
    loading: '正在读取下一个工件……',
    previous: '上一个工件',
    next: '下一个工件',
    record: '打开其记录',
    claim: (who, number) => `${who} 正在查看第 ${number} 号`,
    claimed: (who) => `${who} 正在查看此工件。此处不能同时处置。`,
    somebody: '另一屏幕',
    decidedElsewhere: '其他人已处置此工件。请转到下一个。',
    keys: '← → 上一个和下一个 · 1 到 4 处置 · 1 到 9 原因 · Enter 键确认不合格',
    score: (score, limit) => `分数 ${score}，限值 ${limit}`,
    facts: {
      title: '已知信息',
      serial: '序列号',
      lot: '批次',
      source: '图像源',
      arrived: '到达',
      score: '分数',
      file: '文件',
    },
  },

  scan: {
    torn: '请重新扫描：条码未完整读到，因此没有打开任何工件。',
    unknown: (code) => `没有名为“${code}”的工件或批次。`,
    failed: (code, sentence) => `未查找“${code}”。${sentence}`,
    close: '关闭',
  },

  thisScreen: {
    name: '此屏幕的名称',
    nameHint: '复检队列中的其他人会看到它，例如“3 号线，左”。',
    keyboard: '屏幕键盘',
    choices: {
      auto: '点按输入框时',
      always: '每个输入框',
      never: '从不：有实体键盘',
    },
    theme: {
      label: '配色',
      choices: { auto: '按本机设置', light: '浅色', dark: '深色', contrast: '高对比度' },
      hints: {
        auto: '按本机设置选用浅色、深色或高对比度。',
        light: '适合明亮的车间：反光较少。',
        dark: '适合较暗的房间。',
        contrast: '黑白，判定用彩色。',
      },
    },
    sound: {
      title: '声音',
      volume: '音量',
      listen: '试听',
      tryOut: (name) => `试听：${name}`,
      names: { pass: '合格', review: '复检', fail: '不合格', error: '错误', trouble: '检测站故障' },
      hint: '点按页面一次之后，浏览器才允许播放声音。',
      on: '声音已开。点按静音',
      muted: '已静音。点按打开声音',
      mutedShort: '静音',
      waiting: '浏览器尚不允许播放声音。请点按屏幕一次',
      waitingShort: '点按开启声音',
    },
  },

  keyboard: {
    region: '屏幕键盘',
    shift: '大写',
    symbols: '?#1',
    letters: 'abc',
    space: '空格',
    back: '删除最后一个字符',
    enter: '回车',
    hide: '隐藏键盘',
  },
};
