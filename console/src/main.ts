import "./style/fonts.css";
import "./style/tokens.css";
import "./style/base.css";
import "./style/shell.css";
import "./style/parts.css";
import { applyAppearance } from "./app/appearance.ts";
import { speak, wanted } from "./i18n/text.ts";

applyAppearance();
await speak(wanted());
await import("./app/console.ts");
