import { lackingWords } from "../../widgets/src/vitals/lacking";

test("a run that ended without a measured step is not said to go on, and what helps is said", () => {
  expect(lackingWords("idle")).toMatch(/^Press play/);
  for (const state of ["preparing", "running", "stopping"] as const)
    expect(lackingWords(state)).toMatch(/as it goes on/);
  expect(lackingWords("paused")).toMatch(/once the run goes on/);
  for (const state of ["finished", "stopped"] as const) {
    expect(lackingWords(state)).toBe(
      "The run was too short for a step of it to be measured. Set more epochs and press play; while this tab is open, " +
        "steps are measured more often.",
    );
  }
  expect(lackingWords("failed")).toMatch(/failed before a step of it was measured/);
});
