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

// The part of the page that a form adds; nothing when this browser is no longer let in: then the page says so itself.
async function post(body) {
  const response = await fetch("/", { method: "POST", body, headers: { "X-Fragment": "turn", Accept: "text/html" } });
  if (response.status === 401) {
    location.assign("/");
    return null;
  }
  const received = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("section.turn");
  if (!received) throw new Error(`no turn in the answer (${response.status})`);
  return received;
}

async function send(question) {
  const section = pending(question);
  document.querySelector(".welcome")?.remove();
  try {
    const received = await post(new URLSearchParams({ q: question }));
    if (!received) return;
    section.replaceWith(received);
    document.querySelector("form.new")?.removeAttribute("hidden");
    received.scrollIntoView({ block: "start" });
  } catch {
    section.querySelector(".waiting").textContent = "Không nối được máy chủ. Anh/chị thử gửi lại.";
    main.elements.q.value = question;
  }
}

async function judge(form, button) {
  const effect = form.querySelector(".effect");
  try {
    const received = await post(new URLSearchParams({ answer: form.elements.answer.value, verdict: button.value }));
    if (!received) return;
    effect.textContent = received.querySelector(".said, .fault").textContent.trim();
    for (const one of form.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one === button));
  } catch {
    effect.textContent = "Không nối được máy chủ. Anh/chị thử gửi lại.";
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("form[data-feedback]") && event.submitter) {
    event.preventDefault();
    judge(form, event.submitter);
  }
  if (!form.matches("form[data-ask]")) return;
  const question = (event.submitter?.name === "q" ? event.submitter.value : form.elements.q.value).trim();
  if (question === "") return;
  event.preventDefault();
  main.elements.q.value = "";
  main.querySelector("label").textContent = "Hỏi tiếp";
  send(question);
});

// Enter sends, Shift+Enter starts a new line; on a phone the keyboard's own key does.
main?.elements.q.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  main.requestSubmit();
});
