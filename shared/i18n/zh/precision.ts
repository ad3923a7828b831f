import type { precisionTexts as English } from '../precision.ts';
import type { Translated } from '../translation.ts';

/** In simplified Chinese. */
export const precisionTexts: Translated<typeof English> = {
  precision: '精度',
  precisionHint: '在处理器上，8 位整数的判定速度约快一倍。试用它会延长校准时间。',
  precisions: {
    auto: '自动：整数同样能找出缺陷时使用整数',
    float: '仅浮点数',
    int8: '无论比较结果如何，也用整数',
  },
  precisionFound: {
    floatAsked: '精度：按要求使用浮点数。',
    notQuantisable: (reason) => `精度：浮点数。骨干网络无法以 8 位整数运行：${reason}。`,
    otherLooks: '精度：浮点数。使用 8 位整数时，良品图像会归入不同的外观。',
    worse: (compared) => `精度：浮点数。8 位整数识别缺陷的能力较差：${compared}。`,
    asGood: (compared) => `精度：CPU 上使用 8 位整数，其他设备使用浮点数。在良品图像上人工生成的缺陷：${compared}。`,
    int8Asked: (compared) =>
      `精度：按要求在 CPU 上使用 8 位整数，其他设备使用浮点数。在良品图像上人工生成的缺陷：${compared}。`,
    notCompared: '未比较',
    compared: (float, int8, faults, correlation) =>
      `浮点数 AUROC ${float.auroc}，${faults} 个中漏检 ${float.missed} 个；整数 AUROC ${int8.auroc}，漏检 ${int8.missed} 个；秩相关 ${correlation}`,
  },
};
