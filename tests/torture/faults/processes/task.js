import '../../../../electron/tasks/task.ts';
