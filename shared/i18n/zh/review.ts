import type { reviewTexts as English } from '../enReview.ts';
import { singularIn, type Translated } from '../translation.ts';

const isOne = singularIn('zh-CN');

const counted = (count: number, one: string, more: string): string => (isOne(count) ? one : more);

/** In simplified Chinese. */
export const reviewTexts: Translated<typeof English> = {
  deciding: {
    region: '对此工件的处置',
    what: '处置此工件',
    why: (decision) => `${decision}：为什么？`,
    back: '返回处置',
    made: (number, said) => `第 ${number} 号：${said}`,
    signIn: '登录后处置',
    mayNot: '您的角色不能处置工件。请找有权限的人。',
    open: '处置此工件',
  },

  held: {
    band: (number) => `已保留：第 ${number} 号`,
    alone: '其后没有工件等待',
    behind: (parts, shown) => counted(parts, '其后有 1 个工件等待', `其后有 ${shown} 个工件等待`),
    failed: (parts, shown) => counted(parts, '其中 1 个不合格', `其中 ${shown} 个不合格`),
    goesOn: '检测继续进行。',
  },

  review: {
    navigation: '复检',
    title: '复检队列',
    waiting: (parts, shown) => counted(parts, '1 个工件等待处置', `${shown} 个工件等待处置`),
    waitingSpoken: (shown) => `${shown} 个等待`,
    empty: '没有工件等待处置',
    emptyMeans: '未合格的工件会自动来到这里。',
    allClaimed: '其他人正在查看所有等待的工件',
    loading: '正在读取下一个工件……',
    previous: '上一个工件',
    next: '下一个工件',
    record: '打开其记录',
    who: '也在队列中',
    nobody: '队列中没有其他人',
    claim: (who, number) => `${who} 在查看第 ${number} 号`,
    claimed: (who) => `${who} 在查看此工件。这里不会同时处置。`,
    somebody: '另一屏幕',
    decidedElsewhere: '其他人已处置此工件。请转到下一个。',
    keys: '← → 上一个和下一个 · 1 到 4 处置 · 1 到 9 原因 · Enter 确认不合格',
    score: (score, limit) => `分数 ${score}，限值 ${limit}`,
    none: '未知',
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
    torn: '请重新扫描：条码未完整传到，因此没有打开任何工件。',
    unknown: (code) => `没有名为“${code}”的工件或批次。`,
    failed: (code, sentence) => `未查找“${code}”。${sentence}`,
    close: '关闭',
  },

  thisScreen: {
    name: '此屏幕的名称',
    nameHint: '复检队列中的其他人会看到它，例如“3 号线，左”。',
    keyboard: '屏幕键盘',
    choices: {
      auto: '触碰输入框时',
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
      hint: '浏览器在有人触碰页面一次之后才允许声音。',
      on: '声音已开。静音',
      muted: '已静音。打开声音',
      mutedShort: '静音',
      waiting: '浏览器尚不允许声音。请触碰屏幕一次',
      waitingShort: '触碰以开启声音',
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
