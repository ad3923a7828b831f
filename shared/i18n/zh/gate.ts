import type { gateTexts as English } from '../enGate.ts';
import type { Translated } from '../translation.ts';

/** In simplified Chinese. */
export const gateTexts: Translated<typeof English> = {
  gate: {
    title: '图像质量检查',
    hint: '将每张图像的曝光、颜色、对比度、清晰度、大小和位置与良品图像比较。超出范围的绝不会判为合格。',
    action: '超出该范围的图像',
    actions: {
      review: { label: '判为复检', hint: '由人查看工件。通常采用。' },
      error: { label: '判为错误', hint: '不予判定：必须重新拍摄图像。' },
      off: {
        label: '照常判定',
        hint: '仅由图像源提示其图像已有变化。',
      },
    },
    tolerance: '允许超出良品图像多少',
    tolerances: { narrow: '一半', usual: '常用', wide: '两倍', widest: '四倍' },
    toleranceOther: (times) => `${times} 倍`,
    toleranceHint: '按常用宽度，约每 150 张良品图像有一张超出。该范围绝不会窄于良品图像的实际范围。',
    ranges: '能通过检查的范围',
    rangesHint: (count) => `来自 ${count} 张良品图像；两侧是各项测量值最低和最高的图像。`,
    unknown: '配方拟合后显示各范围。',
    earlier: '此版本早于图像质量检查：它放行所有图像。',
    reading: '正在读取范围……',
    close: '返回拟合',
    fitAgain: '已拟合的版本使用另一种检查。请重新拟合，新版本即采用此检查。',
    size: '大小',
    anySize: '任意：良品图像有多种大小',
    good: (low, high) => `良品 ${low} 至 ${high}`,
    passes: (low, high) =>
      low === null ? `不超过 ${high} 可通过` : high === null ? `${low} 及以上可通过` : `${low} 至 ${high} 可通过`,
    lowest: (name, file) => `${name}最低：${file}`,
    highest: (name, file) => `${name}最高：${file}`,
  },

  measures: {
    what: '绘制内容',
    results: '结果',
    images: '图像',
    source: '图像源',
    measure: '测量值',
    chart: (name, recipe) => `图像的${name}，${recipe}`,
    mean: '平均',
    low: '可通过的最低值',
    high: '可通过的最高值',
    none: '最近没有测量任何图像。',
    leaving: (name, now, bound, days) =>
      `${name}正在偏离良品图像的范围：目前 ${now}，按此速度约 ${days} 天后达到 ${bound}。`,
  },
};
