// Keras's sentences and names as the screen shows them.
import { renderToStaticMarkup } from "react-dom/server";
import { Name, Prose, plain } from "../../widgets/src/ui/Prose";

test("what stands between backticks is code, and text never becomes markup", () => {
  expect(renderToStaticMarkup(<Prose text="Return `x[key]` of ``<b>``." />)).toBe(
    "Return <code>x[key]</code> of <code>&lt;b&gt;</code>.",
  );
  expect(renderToStaticMarkup(<Prose text="Cut off in `the mid" />)).toBe("Cut off in the mid");
  expect(plain("Return `x[key]`.")).toBe("Return x[key].");
});

test("a name may break after its underscores, and is read as it is", () => {
  expect(renderToStaticMarkup(<Name text="return_sequences" />)).toBe("return_<wbr/>sequences");
  expect(renderToStaticMarkup(<Name text="units" />)).toBe("units");
});
