// Saves the page load between two questions. Without it, or when it fails, the forms work by themselves.
const turns = document.getElementById("turns");
const main = document.querySelector("form.ask");

function pending(question) {
  const section = document.createElement("section");
  section.className = "turn";
  const heading = document.createElement("h2");
  heading.className = "question";
  heading.textContent = question;
  const wait = document.createElement("p");
  wait.className = "waiting";
  wait.textContent = "Đang tìm trong kho văn bản…";
  section.append(heading, wait);
  turns.append(section);
  section.scrollIntoView({ block: "start" });
  return section;
}

function keepHistory(section) {
  const said = section.querySelector(":scope > input[name=history]");
  const field = main.querySelector("input[name=history]");
  if (said && field) field.value = said.value;
}

async function send(form, question) {
  const body = new URLSearchParams({ q: question, history: form.querySelector("input[name=history]").value });
  const section = pending(question);
  document.querySelector(".welcome")?.remove();
  try {
    const response = await fetch("/", { method: "POST", body, headers: { "X-Fragment": "turn" } });
    const text = await response.text();
    const received = new DOMParser().parseFromString(text, "text/html").querySelector("section.turn");
    if (!received) throw new Error(`no turn in the answer (${response.status})`);
    section.replaceWith(received);
    keepHistory(received);
    received.scrollIntoView({ block: "start" });
  } catch {
    section.querySelector(".waiting").textContent = "Không nối được máy chủ. Anh/chị thử gửi lại.";
    main.elements.q.value = question;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-ask]")) return;
  const question = (event.submitter?.name === "q" ? event.submitter.value : form.elements.q.value).trim();
  if (question === "") return;
  event.preventDefault();
  main.elements.q.value = "";
  main.querySelector("label").textContent = "Hỏi tiếp";
  send(form, question);
});

// Enter sends, Shift+Enter starts a new line; on a phone the keyboard's own key does.
main?.elements.q.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  main.requestSubmit();
});
