import type { inspectingTexts as English } from '../enInspecting.ts';
import type { Translated } from '../translation.ts';

/** In simplified Chinese. */
export const inspectingTexts: Translated<typeof English> = {
  notInspecting: {
    word: '未在检测',
    headline: {
      'source-unreachable': '无法读取图像',
      'no-lane': '没有通道在运行',
      'no-recipe': '配方无法使用',
      'not-recordable': '无法记录',
      fault: '检测站有故障',
      bypass: '旁路：工件未经检测离开',
      behind: '工件在判定之前离开',
      doubt: '请勿相信任何判定',
    },
    of: (source, headline) => `${source}: ${headline}`,
    noConnection: '与检测站无连接',
    noSource: '没有监视文件夹',
    noSourceRemedy: '请在设置中添加图像源。在此之前不检测任何工件。',
    since: (time, duration) => `自 ${time} 起，已 ${duration}`,
    doubtful: '工件仍在被判定。',
    others: (names) => `${names} 在检测。`,
    stage: '没有工件被检测。',
    band: (source, headline) => `${source} 未在检测：${headline}`,
  },
  lineWaits: {
    word: '就绪',
    quietWord: '等待中',
    sentence: '等待工件',
    judging: '正在判定下一个工件',
    judgingWord: '判定中',
    cycle: (seconds) => `通常每 ${seconds} 秒一个。`,
    nothing: (time) => `自 ${time} 起没有工件`,
    nothingAction: '如果产线在运行，工件正在未经判定地离开：请检查相机。',
    downtime: (duration) => `计为停机：${duration}。`,
    lastPart: '最近一个工件',
  },
  lateness: {
    label: (time) => `延迟 ${time}`,
    short: '延迟',
    action: '在限值内，但太晚：请确认工件在哪里',
    meaning: (time) => `延迟 ${time}：等待此判定的设备可能已继续动作。请确认工件在哪里。`,
    fact: '延迟',
  },
  downtimeOfShift: (duration) => `停机 ${duration}`,
};
