import ChevronRight from 'lucide-react/icons/chevron-right';
import { useMemo } from 'react';
import { Button, type Key, Tree, TreeItem, TreeItemContent } from 'react-aria-components';
import styles from './ValueTree.module.css';

export type Steps = readonly (string | number)[];

export interface ValueTreeProps {
  label: string;
  /** Parsed JSON. */
  value: unknown;
  /** Enter or a click on a place. */
  onPick(steps: Steps): void;
  /** What a place is already used for, shown beside it. */
  marksOf(steps: Steps): readonly string[];
  isDisabled?: boolean;
}

interface Node {
  id: string;
  steps: Steps;
  name: string;
  text: string;
  children: Node[];
}

/** More than anybody points at; what is beyond stays in the text. */
const MAX_NODES = 1_500;
const MAX_ELEMENTS = 20;
/** Levels that are open from the start. */
const OPEN = 4;

function brief(value: unknown): string {
  if (Array.isArray(value)) return `[${value.length}]`;
  if (typeof value === 'object' && value !== null) return `{${Object.keys(value).length}}`;
  return JSON.stringify(value).slice(0, 300);
}

function nodesOf(value: unknown, steps: Steps, budget: { left: number }): Node[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.slice(0, MAX_ELEMENTS).map((one: unknown, index) => [index, one])
    : Object.entries(value);
  return entries.flatMap(([step, inner]) => {
    if (budget.left <= 0) return [];
    budget.left -= 1;
    const here = [...steps, step];
    const id = JSON.stringify(here);
    return [{ id, steps: here, name: String(step), text: brief(inner), children: nodesOf(inner, here, budget) }];
  });
}

const flat = (nodes: readonly Node[]): Node[] => nodes.flatMap((node) => [node, ...flat(node.children)]);

/** JSON as a tree whose places can be picked, by hand or by keyboard. */
export function ValueTree({ label, value, onPick, marksOf, isDisabled = false }: ValueTreeProps) {
  const nodes = useMemo(() => nodesOf(value, [], { left: MAX_NODES }), [value]);
  const byId = useMemo(() => new Map(flat(nodes).map((node) => [node.id, node])), [nodes]);
  const open = useMemo(() => [...byId.values()].filter(({ steps }) => steps.length < OPEN).map(({ id }) => id), [byId]);
  const pick = (key: Key) => {
    const node = byId.get(String(key));
    if (node && !isDisabled) onPick(node.steps);
  };
  const item = (node: Node) => {
    const marks = marksOf(node.steps);
    return (
      <TreeItem
        key={node.id}
        id={node.id}
        textValue={`${node.name} ${node.text} ${marks.join(' ')}`}
        className={styles.item}
      >
        <TreeItemContent>
          {({ hasChildItems }) => (
            <span className={styles.line} data-level={Math.min(node.steps.length, 8)}>
              {hasChildItems ? (
                <Button slot="chevron" className={styles.chevron}>
                  <ChevronRight size={13} aria-hidden />
                </Button>
              ) : (
                <span className={styles.chevron} />
              )}
              <span className={styles.name}>{node.name}</span>
              <span className={styles.value}>{node.text}</span>
              {marks.map((mark) => (
                <span key={mark} className={styles.mark}>
                  {mark}
                </span>
              ))}
            </span>
          )}
        </TreeItemContent>
        {node.children.map(item)}
      </TreeItem>
    );
  };
  return (
    <Tree
      // A new payload is another tree: its own places are open.
      key={open.length === 0 ? 'empty' : open.join()}
      aria-label={label}
      className={styles.tree}
      defaultExpandedKeys={open}
      onAction={pick}
    >
      {nodes.map(item)}
    </Tree>
  );
}
