import '../../../../electron/engine/backup.ts';
