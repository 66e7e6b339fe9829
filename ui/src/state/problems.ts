// Problems of fields as the screens need them: the Rust side may send several for one field.
import type { FieldProblem } from "../ipc/bindings";

/** All that is wrong with one field, as one text; null is nothing. */
export function problemOf(problems: readonly FieldProblem[], field: string): string | null {
  const messages = problems.filter((one) => one.field === field).map(({ message }) => message);
  return [...new Set(messages)].join(" ") || null;
}

/** The first problem of each field: a summary leads to a field once. */
export function onePerField(problems: readonly FieldProblem[]): FieldProblem[] {
  return problems.filter(({ field }, index) => problems.findIndex((one) => one.field === field) === index);
}
