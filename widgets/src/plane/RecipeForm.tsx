// How the points are drawn that the network learns from: their noise, their number, and which of them test it.
import { useState } from "react";
import { useStudio, useSurroundings } from "../context";
import { SettingRow } from "../inspector/SettingRow";
import { percent } from "../ui/format";
import { Icon } from "../ui/Icon";
import { Slider } from "../ui/Slider";
import { drawnAnew, MOST_NOISE, NUMBERS, type Recipe, trainShare } from "./recipe";

export function RecipeForm({ name, recipe }: { name: string; recipe: Recipe }) {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const heldBack = useStudio((state) => state.training?.validation_split ?? 0);
  const [refused, setRefused] = useState("");
  const draw = (next: Recipe) => {
    studio.request({ type: "choose_data", name, recipe: next }).then(
      () => setRefused(""),
      (error: Error) => setRefused(error.message),
    );
  };
  return (
    <section className="recipe" aria-label="How the points are drawn" data-testid="recipe">
      <Slider
        label="Noise"
        value={recipe.noise}
        low={0}
        high={Math.max(MOST_NOISE, recipe.noise)}
        step={0.01}
        disabled={!live}
        testid="recipe-noise"
        words={(value) => value.toFixed(2)}
        onDone={(noise) => draw({ ...recipe, noise })}
      />
      <Slider
        label="Train share"
        value={trainShare(recipe, heldBack)}
        low={0.1}
        high={0.9}
        step={0.05}
        disabled={!live}
        testid="recipe-share"
        words={(value) => percent(value, 0)}
        onDone={(share) => draw({ ...recipe, train_share: share })}
      />
      {NUMBERS.map((setting) => (
        <SettingRow
          key={setting.name}
          setting={setting}
          value={recipe[setting.name as "samples" | "seed"]}
          disabled={!live}
          problem=""
          onChange={({ value, reset }) => draw({ ...recipe, [setting.name]: reset ? setting.default : value })}
        />
      ))}
      <button
        type="button"
        className="button"
        disabled={!live}
        title="Draw other points of the same kind; the network stays as it is"
        data-testid="recipe-anew"
        onClick={() => draw(drawnAnew(recipe))}
      >
        <Icon name="reset" size={12} /> New sample
      </button>
      {refused && (
        <p className="in-error" role="alert">
          {refused}
        </p>
      )}
    </section>
  );
}
