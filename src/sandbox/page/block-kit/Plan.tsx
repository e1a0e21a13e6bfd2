import type { PlanBlock, TaskCardBlock } from '@slack/types';
import { isSafeUrl } from '../mrkdwn/inline.ts';
import { OutLink } from '../mrkdwn/Mrkdwn.tsx';
import { RichText } from './RichText.tsx';

const STATUS = { pending: 'to do', in_progress: 'in progress', complete: 'done', error: 'failed' } as const;

export function Plan({ block }: { block: PlanBlock }) {
  return (
    <section className="plan" aria-label={block.title}>
      <h4 className="plan-title">{block.title}</h4>
      <ol className="tasks">
        {(block.tasks ?? []).map((task, at) => (
          <li key={String(task.task_id ?? at)}>
            <TaskCard task={task as unknown as TaskCardBlock} />
          </li>
        ))}
      </ol>
    </section>
  );
}

export function TaskCard({ task }: { task: TaskCardBlock }) {
  return (
    <div className={`task task-${task.status}`}>
      <span className="task-mark" role="img" aria-label={STATUS[task.status]} />
      <div className="task-body">
        <span className="task-title">{task.title}</span>
        {task.details && <RichText block={task.details} />}
        {task.output && <RichText block={task.output} />}
        {task.sources?.map(({ url, text }) =>
          isSafeUrl(url) ? (
            <OutLink key={url} url={url}>
              {text ?? url}
            </OutLink>
          ) : null,
        )}
      </div>
    </div>
  );
}
