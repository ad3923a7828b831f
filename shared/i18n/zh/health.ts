import type { healthTexts as English } from '../enHealth.ts';

export const healthTexts: typeof English = {
  healthSheet: {
    open: '查看检测站的状态',
    well: '一切正常。',
    wrong: (count) => `有 ${count} 项需要您处理。`,
    groups: { line: '产线', judging: '判定', records: '记录', station: '检测站' },
    since: (time) => `自 ${time} 起`,
    source: {
      watching: '监视中',
      unreachable: '无法访问',
      unready: '未就绪',
      stopped: '未检测',
      cycle: (seconds) => `每 ${seconds}\u202f秒一件`,
      arrivals: (parts) => `每分钟到达 ${parts} 件`,
    },
    lane: { starting: '正在启动', idle: '就绪', busy: '判定中', failed: '故障' },
    processor: {
      name: '处理器',
      offered: (providers) => `本机 ONNX Runtime 提供：${providers}`,
    },
    recipe: (id) => `配方 ${id}`,
    disk: (size) => `共 ${size}`,
    backup: { none: '尚无', last: (time) => `最近一次 ${time}`, sameDisk: '与记录同盘：磁盘损坏则两者皆失' },
    clock: { name: '时钟', good: '无异常', bad: '存疑' },
    chain: { name: '审计链', good: '未发现故障', bad: '请查看' },
    runs: '运行中',
    version: (version) => `版本 ${version}`,
  },
};
