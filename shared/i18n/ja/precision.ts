import type { precisionTexts as English } from '../precision.ts';
import type { Translated } from '../translation.ts';

/** In Japanese. */
export const precisionTexts: Translated<typeof English> = {
  precision: '精度',
  precisionHint: 'CPU では、8 ビット整数の判定は約 2 倍の速さです。試すと校正が長くなります。',
  precisions: {
    auto: '自動：欠陥を同等に見つけられる場合は整数',
    float: '浮動小数点のみ',
    int8: '比較の結果にかかわらず整数も使う',
  },
  precisionFound: {
    floatAsked: '精度：指定どおり浮動小数点。',
    notQuantisable: (reason) => `精度：浮動小数点。このバックボーンは 8 ビット整数では動作しません：${reason}。`,
    otherLooks: '精度：浮動小数点。8 ビット整数では良品画像の外観の分かれ方が異なります。',
    worse: (compared) => `精度：浮動小数点。8 ビット整数は欠陥を見分ける力が劣ります：${compared}。`,
    asGood: (compared) => `精度：CPU では 8 ビット整数、それ以外では浮動小数点。良品画像に作った欠陥：${compared}。`,
    int8Asked: (compared) =>
      `精度：指定どおり CPU では 8 ビット整数、それ以外では浮動小数点。良品画像に作った欠陥：${compared}。`,
    notCompared: '比較なし',
    compared: (float, int8, faults, correlation) =>
      `浮動小数点では AUROC ${float.auroc}、${faults} 個中 ${float.missed} 個を見逃し、整数では ${int8.auroc}、${int8.missed} 個。順位相関 ${correlation}`,
  },
};
