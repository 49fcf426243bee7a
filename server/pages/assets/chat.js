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
async function post(body, accept, read = (response) => response.text()) {
  const response = await fetch("/", { method: "POST", body, headers: { "X-Fragment": "turn", Accept: accept } });
  if (response.status === 401) {
    location.assign("/");
    return null;
  }
  const received = new DOMParser().parseFromString(await read(response), "text/html").querySelector("section.turn");
  if (!received) throw new Error(`no turn in the answer (${response.status})`);
  return received;
}

// Shows each sentence that was proven while the answer is being written; gives the page's part, which takes their place.
async function readEvents(response, onSentence) {
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) return response.text();
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let turn = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const events = (rest + decoder.decode(part.value, { stream: true })).split("\n\n");
    rest = events.pop();
    for (const event of events) {
      const [, name, data] = /^event: (\w+)\ndata: (.*)/.exec(event) ?? [];
      if (name === "sentence") onSentence(JSON.parse(data));
      if (name === "turn") turn = JSON.parse(data).html;
    }
  }
  return turn;
}

function showSentence(section, text) {
  const said = document.createElement("p");
  said.className = "proven";
  said.textContent = text;
  section.querySelector(".waiting").before(said);
  section.querySelector(".waiting").textContent = "Đang viết tiếp, từng câu đều đã đối chiếu với văn bản…";
}

async function send(question) {
  const section = pending(question);
  document.querySelector(".welcome")?.remove();
  try {
    const received = await post(new URLSearchParams({ q: question }), "text/event-stream, text/html", (response) =>
      readEvents(response, (text) => showSentence(section, text)),
    );
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
    const received = await post(
      new URLSearchParams({ answer: form.elements.answer.value, verdict: button.value }),
      "text/html",
    );
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
