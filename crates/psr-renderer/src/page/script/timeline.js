// The timeline: the whole of it where it is short, else a part at a time.

const actorsOf = (events) => {
  const actors = new Map();
  for (const event of events) {
    if (event.header?.typ !== "psr.actor/1") continue;
    const fields = fieldsOf(event), handle = text(fields, "actor/handle"), name = text(fields, "actor/name");
    if (handle && name) actors.set(handle, name);
  }
  return actors;
};

const pause = () => new Promise((resolve) => { setTimeout(resolve); });

/** The timeline: the whole of it where it is short, else a part at a time. Returns how to show a given entry. */
const showTimeline = async ({ events, report }) => {
  const list = place("entries"), more = place("more"), actors = actorsOf(events);
  const faults = Map.groupBy ? Map.groupBy(report.faults, ({ position }) => position) : report.faults.reduce((map, fault) => map.set(fault.position, [...map.get(fault.position) ?? [], fault]), new Map());
  let next = 0;
  const upTo = async (end) => {
    for (; next < Math.min(end, events.length); next++) {
      list.append(entry(events[next], faults.get(next) ?? [], actors));
      if (next % PART === PART - 1) { progress(`Showing entry ${next + 1} of ${events.length}`); await pause(); }
    }
    const left = events.length - next;
    more.hidden = left === 0;
    place("shown").textContent = left === 0 ? `All ${count(events.length, "entry", "entries")}, oldest first.` : `The first ${next.toLocaleString("en-GB")} of ${count(events.length, "entry", "entries")}, oldest first.`;
    place("more-part").textContent = `Show the next ${Math.min(PART, left)}`;
  };
  list.replaceChildren();
  list.classList.toggle("many", events.length > MANY);
  await upTo(events.length > MANY ? PART : events.length);
  const at = (handler) => async () => { const first = next; await handler(); place(`timeline-${first}`)?.focus(); };
  place("more-part").onclick = at(() => upTo(next + PART));
  place("more-all").onclick = at(() => upTo(events.length));
  return async (position) => { if (position >= next) await upTo(position + 1); };
};
