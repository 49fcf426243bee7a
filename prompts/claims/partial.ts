/** Gives each claim of an answer that is still arriving, as soon as its object is complete. */
export function claimReader(onClaim: (claim: unknown) => void): (piece: string) => void {
  let depth = 0;
  let start = -1;
  let text = "";
  let inString = false;
  let escaped = false;
  return (piece) => {
    for (const character of piece) {
      text += character;
      if (inString) {
        if (escaped) escaped = false;
        else if (character === "\\") escaped = true;
        else if (character === '"') inString = false;
        continue;
      }
      if (character === '"') inString = true;
      else if (character === "{") {
        depth += 1;
        // The claims are the objects inside the outermost one.
        if (depth === 2) start = text.length - 1;
      } else if (character === "}") {
        if (depth === 2 && start >= 0) onClaim(parsed(text.slice(start)));
        depth -= 1;
      }
    }
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
