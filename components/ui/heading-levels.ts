type Tree = { type: string; depth?: number; children?: Tree[] };

/**
 * A remark plugin: headings of a text begin at the first level and leave none out, whatever its author chose for its looks.
 * Who hears the page walks it by levels.
 */
export function headingLevels() {
  return (tree: Tree): void => {
    const above: number[] = [];
    const walk = (node: Tree): void => {
      if (node.type === 'heading' && node.depth !== undefined) {
        while (above.length > 0 && above.at(-1)! >= node.depth) above.pop();
        above.push(node.depth);
        node.depth = above.length;
      }
      node.children?.forEach(walk);
    };
    walk(tree);
  };
}
