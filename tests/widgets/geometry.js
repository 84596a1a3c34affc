// What is wrong with the geometry of what stands in `root`, in sentences; none if nothing is.
(root) => {
  const [SMALLEST_TEXT, SMALLEST_TARGET, SLACK] = [9.95, 23.9, 1.5];
  const faults = [];
  const named = (node) => {
    const said = node.getAttribute?.('aria-label') || node.textContent.trim().slice(0, 40);
    return `${node.tagName.toLowerCase()}.${node.getAttribute('class') ?? ''} “${said}”`;
  };
  const seen = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const scrolls = (node) => /auto|scroll/.test(getComputedStyle(node).overflowX);
  const scroller = (node) => {
    let box = node.parentElement;
    while (box && box !== root.parentElement && !scrolls(box)) box = box.parentElement;
    return box && root.contains(box) ? box : null;
  };
  const all = [...root.querySelectorAll('*')].filter(seen);
  const html = all.filter((node) => node instanceof HTMLElement);
  const own = (node) =>
    [...node.childNodes].filter((child) => child.nodeType === 3 && child.data.trim());
  const frame = root.getBoundingClientRect();

  // Nothing leaves its frame, and nothing is narrower than its content.
  if (frame.right > document.documentElement.clientWidth + SLACK) faults.push('leaves the page');
  for (const node of html) {
    const box = node.getBoundingClientRect();
    if (!scroller(node) && (box.right > frame.right + SLACK || box.left < frame.left - SLACK))
      faults.push(`leaves the widget by ${Math.round(box.right - frame.right)}: ${named(node)}`);
    const whole = node.matches('input') && box.width > frame.width - 70; // it cannot be wider
    if (!scrolls(node) && !whole && node.clientWidth && node.scrollWidth > node.clientWidth + SLACK)
      faults.push(`narrower than its content: ${named(node)}`);
  }
  for (const node of all.filter((one) => one.matches('svg svg, svg *') && own(one).length)) {
    const [box, whole] = [node, node.ownerSVGElement].map((one) => one.getBoundingClientRect());
    if (node.closest('title, desc, style') || !box.width) continue;
    const out = Math.max(whole.left - box.left, box.right - whole.right,
      whole.top - box.top, box.bottom - whole.bottom);
    if (out > SLACK) faults.push(`text leaves its picture by ${out.toFixed(1)}: ${named(node)}`);
    const group = node.closest('[clip-path]');
    if (!group) continue;
    const frame = group.nextElementSibling.getBoundingClientRect(); // it is drawn on the border
    const cut = Math.max(frame.left - box.left, box.right - frame.right);
    if (cut > SLACK && cut < box.width) faults.push(`text is cut off: ${named(node)}`);
  }

  // Text can be read: its size as it is drawn.
  for (const node of all.filter((one) => own(one).length)) {
    if (node.closest('title, desc, style, option')) continue;
    const matrix = node.getScreenCTM?.();
    const scale = matrix ? Math.hypot(matrix.a, matrix.b) : 1;
    const size = parseFloat(getComputedStyle(node).fontSize) * scale;
    if (size < SMALLEST_TEXT) faults.push(`text of ${size.toFixed(1)} px: ${named(node)}`);
  }

  // Whatever takes a finger is large enough for one.
  const targets = 'button, input, select, a[href], [tabindex="0"]:is(circle, g), .cr-target';
  for (const node of all.filter((one) => one.matches(targets))) {
    const box = node.getBoundingClientRect();
    const size = Math.min(box.width, box.height);
    if (size < SMALLEST_TARGET && !node.matches('p a, .cr-says a'))
      faults.push(`a target of ${size.toFixed(1)} px: ${named(node)}`);
  }

  // Nothing lies on anything else: controls, words and pictures; the words of a picture.
  const boxes = (node) => [node.getBoundingClientRect()];
  const lines = (node) =>
    own(node).flatMap((text) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      return [...range.getClientRects()];
    });
  const leaves = html.filter((node) =>
    node.matches('button, input, select, svg, .cr-graph-box') ||
      (own(node).length && !node.matches('option')));
  apart(leaves, (node) => (node.matches('button, select') || !own(node).length ? boxes : lines)(node));
  for (const svg of root.querySelectorAll('svg'))
    apart([...svg.querySelectorAll('text')].filter((one) => seen(one) && one.textContent.trim()),
      boxes, 3);

  function apart(nodes, places, slack = SLACK) {
    const all = nodes.map(places);
    nodes.forEach((node, i) => {
      for (let j = i + 1; j < nodes.length; j++)
        if (!node.contains(nodes[j]) && !nodes[j].contains(node))
          for (const a of all[i]) for (const b of all[j]) {
            const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (across > slack && down > slack)
              faults.push(`${named(node)} lies on ${named(nodes[j])} (${across | 0} × ${down | 0})`);
          }
    });
  }
  return faults;
}
