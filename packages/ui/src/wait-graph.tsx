import type { ThreadMoment } from "./schedule-state.ts";

const WIDTH = 360;
const HEIGHT = 200;
const NODE_WIDTH = 104;
const NODE_HEIGHT = 30;
const RADIUS = { x: 120, y: 70 };

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Threads that wait in a circle, drawn: an arrow from each to the one that holds what it waits for. */
export function WaitGraph({ circle, label }: { readonly circle: readonly ThreadMoment[]; readonly label: string }) {
  const places = circle.map((_thread, i): Point => {
    if (circle.length === 1) return { x: WIDTH / 2, y: HEIGHT / 2 + 20 }; // alone, with room for its loop
    const angle = Math.PI + (2 * Math.PI * i) / circle.length;
    return { x: WIDTH / 2 + RADIUS.x * Math.cos(angle), y: HEIGHT / 2 + RADIUS.y * Math.sin(angle) };
  });
  const placeOf = (i: number): Point => places[i % places.length] ?? { x: 0, y: 0 };
  // Two lie side by side; more make a ring.
  const margin = circle.length <= 2 ? 36 : 0;
  return (
    <svg
      className="ls-wait-graph"
      viewBox={`0 ${margin} ${WIDTH} ${HEIGHT - 2 * margin}`}
      role="img"
      aria-label={label}
    >
      <defs>
        <marker id="ls-wait-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0 8 4 0 8Z" />
        </marker>
      </defs>
      {circle.map(({ name, waitsFor }, i) => {
        const { path, middle } = circle.length === 1 ? loop(placeOf(i)) : arrow(placeOf(i), placeOf(i + 1));
        return (
          <g key={name}>
            <path className="ls-wait-graph__edge" d={path} markerEnd="url(#ls-wait-arrow)" />
            <text className="ls-wait-graph__lock" x={middle.x} y={middle.y}>
              {waitsFor}
            </text>
          </g>
        );
      })}
      {circle.map(({ name }, i) => (
        <g key={name}>
          <rect
            x={placeOf(i).x - NODE_WIDTH / 2}
            y={placeOf(i).y - NODE_HEIGHT / 2}
            width={NODE_WIDTH}
            height={NODE_HEIGHT}
            rx="6"
          />
          <text x={placeOf(i).x} y={placeOf(i).y}>
            {name.length > 14 ? `${name.slice(0, 13)}…` : name}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** Out of the top of a box and back into it: who waits for itself. */
function loop({ x, y }: Point): { readonly path: string; readonly middle: Point } {
  const [top, side, height] = [y - NODE_HEIGHT / 2, NODE_WIDTH / 4, 44];
  const path = `M${x + side} ${top}C${x + 2 * side} ${top - height} ${x - 2 * side} ${top - height} ${x - side} ${top - 3}`;
  return { path, middle: { x, y: top - height } };
}

/** From the edge of one box to the edge of another, bent to the left, so that an arrow back is another one. */
function arrow(from: Point, to: Point): { readonly path: string; readonly middle: Point } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const bend = 0.34 * length;
  const control = { x: (from.x + to.x) / 2 + (dy / length) * bend, y: (from.y + to.y) / 2 - (dx / length) * bend };
  const start = atEdge(from, control);
  const end = atEdge(to, control);
  const middle = {
    x: (start.x + 2 * control.x + end.x) / 4,
    y: (start.y + 2 * control.y + end.y) / 4 + (control.y < HEIGHT / 2 ? -9 : 9),
  };
  return { path: `M${start.x} ${start.y}Q${control.x} ${control.y} ${end.x} ${end.y}`, middle };
}

/** Where a line from the middle of a box towards a point leaves the box. */
function atEdge(box: Point, towards: Point): Point {
  const [dx, dy] = [towards.x - box.x, towards.y - box.y];
  const scale = Math.min(
    dx === 0 ? Infinity : (NODE_WIDTH / 2 + 3) / Math.abs(dx),
    dy === 0 ? Infinity : (NODE_HEIGHT / 2 + 3) / Math.abs(dy),
  );
  return { x: box.x + dx * scale, y: box.y + dy * scale };
}
