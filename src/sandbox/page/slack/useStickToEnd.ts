import { useEffect, useRef } from 'react';

const NEAR_PX = 120;

/**
 * Keeps a scrolled list at its end when something is added or grows, unless the person scrolled up to read.
 * @param content identifies the content; empty for only a welcome, which is read from the top
 */
export function useStickToEnd(content: string) {
  const list = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  const isEmpty = content === '';
  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    stuck.current = true;
    let height = element.clientHeight;
    const onScroll = () => {
      // A list that was hidden stands at its top when it is shown again, although nobody scrolled.
      if (element.clientHeight === 0 || element.clientHeight !== height) return;
      stuck.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    };
    const toEnd = () => {
      if (stuck.current && !isEmpty) element.scrollTop = element.scrollHeight;
    };
    const watch = new MutationObserver(toEnd);
    watch.observe(element, { childList: true, subtree: true, characterData: true });
    // A thread that opens beside the list makes it narrower, and so its content longer.
    const size = new ResizeObserver(() => {
      height = element.clientHeight;
      toEnd();
    });
    size.observe(element);
    element.addEventListener('scroll', onScroll);
    return () => {
      watch.disconnect();
      size.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [isEmpty]);
  useEffect(() => {
    if (list.current === null) return;
    if (content === '') list.current.scrollTop = 0;
    // A new entry goes to the end.
    else if (stuck.current) list.current.scrollTop = list.current.scrollHeight;
  }, [content]);
  return list;
}
