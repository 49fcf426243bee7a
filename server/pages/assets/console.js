// Comfort only: every page of the console works without it.

const WORDS = {
  waiting: "đang đợi đọc",
  running: "đang đọc…",
  failed: "không đọc được",
  cancelled: "đã hủy",
  new: "đã đưa vào dùng",
  updated: "bản mới, đã đưa vào dùng",
  unchanged: "không có gì mới",
  pending: "đã đọc, chờ duyệt",
};

// ---- Upload: each file by itself, with its progress, then what the server makes of it.

const AT_ONCE = 2;
const LOOK_EVERY_MS = 1500;

/** A .json goes with the file of the same name. */
function groupsOf(files) {
  const stem = (name) => name.replace(/\.[^.]*$/, "");
  const isJson = (file) => /\.json$/i.test(file.name);
  const sidecars = new Map(files.filter(isJson).map((file) => [stem(file.name), file]));
  const groups = files
    .filter((file) => !isJson(file))
    .map((file) => [file, sidecars.get(stem(file.name))].filter(Boolean));
  const taken = new Set(groups.map(([file]) => stem(file.name)));
  return [...groups, ...[...sidecars].filter(([name]) => !taken.has(name)).map(([, file]) => [file])];
}

function rowFor(list, name) {
  const row = document.createElement("li");
  const title = document.createElement("span");
  title.textContent = name;
  const state = document.createElement("span");
  state.className = "about";
  state.textContent = "đợi gửi";
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", name);
  row.append(title, state, bar);
  list.append(row);
  return { row, title, state, bar };
}

function sendFiles(form, group, shown) {
  const body = new FormData();
  for (const file of group) body.append("tep", file, file.name);
  body.append("nhom", form.elements.nhom.value);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = ({ loaded, total }) => {
      shown.bar.value = total > 0 ? loaded / total : 0;
      shown.state.textContent = "đang gửi…";
    };
    request.onload = () => {
      try {
        resolve({ status: request.status, answer: JSON.parse(request.responseText) });
      } catch {
        resolve({ status: request.status, answer: null });
      }
    };
    request.onerror = () => resolve({ status: 0, answer: null });
    request.send(body);
  });
}

function fault(shown, words) {
  shown.bar.remove();
  shown.state.className = "why";
  shown.state.textContent = words;
}

function accepted(shown, { jobId }) {
  const link = document.createElement("a");
  link.href = `/quan-tri/cong-viec/${jobId}`;
  link.textContent = shown.title.textContent;
  shown.title.replaceChildren(link);
  shown.bar.removeAttribute("value");
  shown.state.textContent = WORDS.waiting;
  return { jobId, shown };
}

async function upload(form, files) {
  const section = document.querySelector("[data-progress]");
  section.hidden = false;
  const list = section.querySelector(".uploads");
  const waiting = groupsOf(files).map((group) => ({ group, shown: rowFor(list, group[0].name) }));
  const total = waiting.length;
  const summary = section.querySelector("[data-summary]");
  let sent = 0;
  summary.textContent = `Đang gửi ${total} tệp…`;
  const next = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const { status, answer } = await sendFiles(form, one.group, one.shown);
      const file = answer?.files?.[0];
      sent += 1;
      summary.textContent =
        sent < total ? `Đã gửi ${sent}/${total} tệp.` : `Đã gửi xong ${total} tệp; máy chủ đang đọc.`;
      if (file?.jobId) void follow(accepted(one.shown, file));
      else fault(one.shown, file?.fault ?? answer?.detail ?? (status === 0 ? "mất kết nối" : `lỗi ${status}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

async function follow({ jobId, shown }) {
  for (;;) {
    const job = await fetch(`/quan-tri/cong-viec/${jobId}`, { headers: { Accept: "application/json" } })
      .then((response) => (response.ok ? response.json() : null))
      .catch(() => null);
    if (job !== null) shown.state.textContent = WORDS[job.outcome ?? job.state] ?? job.state;
    if (job?.state === "failed") return fault(shown, job.fault ?? WORDS.failed);
    if (job?.state === "done" || job?.state === "cancelled") return shown.bar.remove();
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function prepareUpload(form) {
  const drop = form.querySelector("[data-drop]");
  const input = form.elements.tep;
  form.querySelector("[data-submit]").hidden = true;
  form.querySelector(".drop-hint").hidden = false;
  const take = (files) => {
    if (files.length > 0) void upload(form, [...files]);
    input.value = "";
  };
  input.addEventListener("change", () => take([...input.files]));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take([...input.files]);
  });
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    take([...event.dataTransfer.files]);
  });
}

// ---- Live log of a job.

function followLog(list) {
  const source = new EventSource(list.dataset.follow);
  source.addEventListener("line", (event) => {
    const { level, message, at } = JSON.parse(event.data);
    const row = document.createElement("li");
    row.className = level;
    const time = document.createElement("span");
    time.className = "about";
    time.textContent = at;
    row.append(time, ` ${message}`);
    list.append(row);
  });
  source.addEventListener("end", () => {
    source.close();
    location.reload();
  });
}

const form = document.querySelector("form[data-upload]");
if (form) prepareUpload(form);
const log = document.querySelector("[data-follow]");
if (log && "EventSource" in window) followLog(log);
