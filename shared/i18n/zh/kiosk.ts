import type { kioskTexts as English } from '../enKiosk.ts';
import type { Translated } from '../translation.ts';

/** In simplified Chinese. */
export const kioskTexts: Translated<typeof English> = {
  board: {
    region: '看板',
    inspected: '已检测',
    firstPass: '一次合格率',
    well: '检测站正常',
    more: (count) => `还有 ${count} 条`,
  },
  screen: {
    title: '本屏幕',
    hint: '只对您面前的这个屏幕有效。',
    whole: '进入全屏',
    window: '退出全屏',
    awake: {
      off: '全屏显示时，屏幕保持点亮。',
      on: '屏幕保持点亮。',
      refused: '此浏览器不能保持屏幕点亮。请在本机设置中关闭屏幕保护。',
    },
    board: '第二屏幕的看板',
    boardHint: '显示判定、计数和状态，只看不操作。',
    openBoard: '打开看板',
    kiosk: '专用模式',
    kioskHint: '检测站占满屏幕，只有工程师可以退出。',
    desktop: '显示桌面',
    desktopTitle: '显示桌面？',
    desktopSentence: '检测继续进行。再次启动 Sigmaline 即可返回专用模式。',
    end: '退出 Sigmaline',
    endTitle: '退出 Sigmaline？',
    endSentence: '检测将停止。期间到达的图像在下次启动时判定。',
    cancel: '取消',
  },
};
