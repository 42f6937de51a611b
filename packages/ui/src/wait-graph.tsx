import { useId } from "react";
import { shortNames } from "./short-names.ts";
import type { ThreadMoment } from "./schedule-state.ts";

const WIDTH = 360;
const NODE_HEIGHT = 30;
const NODE_WIDTH_LEAST = 72;
/** A character of the code font at the size of the drawing. */
const CHARACTER = 6.7;
const NAME_MOST = 17;
const LINE_HEIGHT = 12;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Threads that wait in a circle, drawn: an arrow from each to the one that holds what it waits for. */
export function WaitGraph({ circle, label }: { readonly circle: readonly ThreadMoment[]; readonly label: string }) {
  const arrowHead = useId();
  const names = shortNames(
    circle.map(({ name }) => name),
    NAME_MOST,
  );
  const width = Math.max(NODE_WIDTH_LEAST, ...names.map((name) => name.length * CHARACTER + 20));
  const { height, places } = layout(circle.length, width);
  const boxes = places.map((place): Box => ({ ...place, width, height: NODE_HEIGHT }));
  const boxOf = (i: number): Box => boxes[i % boxes.length] ?? { x: 0, y: 0, width: 0, height: 0 };
  return (
    <svg className="ls-wait-graph" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={label}>
      <defs>
        <marker id={arrowHead} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0 8 4 0 8Z" />
        </marker>
      </defs>
      {circle.map(({ name, waitsFor }, i) => {
        const text = { width: (waitsFor ?? "").length * CHARACTER, height: LINE_HEIGHT };
        const { path, middle, outwards } = circle.length === 1 ? loop(boxOf(i)) : arrow(boxOf(i), boxOf(i + 1));
        const at = beside(middle, outwards, text, boxes, height);
        return (
          <g key={name}>
            <path className="ls-wait-graph__edge" d={path} markerEnd={`url(#${arrowHead})`} />
            <text className="ls-wait-graph__lock" x={at.x} y={at.y}>
              {waitsFor}
            </text>
          </g>
        );
      })}
      {circle.map(({ name }, i) => {
        const { x, y } = boxOf(i);
        return (
          <g key={name}>
            <rect x={x - width / 2} y={y - NODE_HEIGHT / 2} width={width} height={NODE_HEIGHT} rx="6" />
            <text x={x} y={y}>
              {names[i]}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** Where the boxes' middles are: one alone below its loop, two side by side, more in a ring. */
function layout(count: number, width: number): { readonly height: number; readonly places: readonly Point[] } {
  if (count === 1) return { height: 92, places: [{ x: WIDTH / 2, y: 72 }] };
  const radius = { x: (WIDTH - width) / 2 - 4, y: 24 * Math.min(count, 5) };
  const height = count === 2 ? 150 : 2 * radius.y + NODE_HEIGHT + 40;
  const places = Array.from({ length: count }, (_, i): Point => {
    const angle = Math.PI + (2 * Math.PI * i) / count;
    return { x: WIDTH / 2 + radius.x * Math.cos(angle), y: height / 2 + radius.y * Math.sin(angle) };
  });
  return { height, places };
}

interface Edge {
  readonly path: string;
  readonly middle: Point;
  /** From its middle away from the circle's, of length 1. */
  readonly outwards: Point;
}

/** Out of the top of a box and back into it: who waits for itself. */
function loop({ x, y, width }: Box): Edge {
  const [top, side, height] = [y - NODE_HEIGHT / 2, width / 4, 44];
  const path = `M${x + side} ${top}C${x + 2 * side} ${top - height} ${x - 2 * side} ${top - height} ${x - side} ${top - 3}`;
  return { path, middle: { x, y: top - 0.75 * height }, outwards: { x: 0, y: -1 } };
}

/** From the edge of one box to the edge of another, bent to the left, so that an arrow back is another one. */
function arrow(from: Box, to: Box): Edge {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const outwards = { x: dy / length, y: -dx / length };
  const bend = 0.34 * length;
  const control = { x: (from.x + to.x) / 2 + outwards.x * bend, y: (from.y + to.y) / 2 + outwards.y * bend };
  const start = atEdge(from, control);
  const end = atEdge(to, control);
  const middle = { x: (start.x + 2 * control.x + end.x) / 4, y: (start.y + 2 * control.y + end.y) / 4 };
  return { path: `M${start.x} ${start.y}Q${control.x} ${control.y} ${end.x} ${end.y}`, middle, outwards };
}

/** Where a line from the middle of a box towards a point leaves the box. */
function atEdge(box: Box, towards: Point): Point {
  const [dx, dy] = [towards.x - box.x, towards.y - box.y];
  const scale = Math.min(
    dx === 0 ? Infinity : (box.width / 2 + 3) / Math.abs(dx),
    dy === 0 ? Infinity : (box.height / 2 + 3) / Math.abs(dy),
  );
  return { x: box.x + dx * scale, y: box.y + dy * scale };
}

/** The middle of a text that is beside an arrow, outside the circle or else inside: in the picture and over no box. */
function beside(
  middle: Point,
  outwards: Point,
  text: { readonly width: number; readonly height: number },
  boxes: readonly Box[],
  height: number,
): Point {
  const away = (Math.abs(outwards.x) * text.width + Math.abs(outwards.y) * text.height) / 2 + 4;
  // The arrow bends away from an outer text, and around an inner one.
  const [outside, inside] = [away, -away - 6].map((by): Box => ({
    x: middle.x + outwards.x * by,
    y: middle.y + outwards.y * by,
    ...text,
  }));
  const fits = (place: Box | undefined) =>
    place !== undefined &&
    Math.abs(place.x - WIDTH / 2) <= (WIDTH - place.width) / 2 &&
    Math.abs(place.y - height / 2) <= (height - place.height) / 2 &&
    boxes.every(
      (box) =>
        Math.abs(box.x - place.x) >= (box.width + place.width) / 2 ||
        Math.abs(box.y - place.y) >= (box.height + place.height) / 2,
    );
  return [outside, inside].find(fits) ?? middle;
}
