(() => {
  'use strict';
  const page = document.body;
  const part = id => document.getElementById(id);
  const seconds = ms => {
    const s = Math.max(0, Math.floor(ms / 1000));
    return s < 60 ? s + ' s' : Math.floor(s / 60) + ' min ' + (s % 60) + ' s';
  };
  const now = () => performance.now();
  let began = now() - Number(page.dataset.elapsed);
  let nextTry = 0;
  let timer = 0;
  let lost = 0;

  const later = (what, ms) => {
    clearTimeout(timer);
    timer = setTimeout(what, ms);
  };

  // An app that is said to be ready and then is not must not make the page reload without a pause.
  const enter = () => {
    let last = 0;
    let times = 0;
    try {
      [last, times] = JSON.parse(sessionStorage.getItem('pawse')) || [0, 0];
      times = Date.now() - last < 10000 ? times + 1 : 0;
      sessionStorage.setItem('pawse', JSON.stringify([Date.now(), times]));
    } catch (e) {
      times = 0;
    }
    later(() => location.reload(), times && Math.min(250 * 2 ** times, 5000));
  };

  const show = state => {
    if (page.dataset.state !== state) {
      page.dataset.state = state;
      document.title = page.dataset.app + (state === 'failed' ? ' did not wake up' : ' is waking up');
    }
    tick();
  };

  const failed = (reason, retryMs) => {
    part('reason').textContent = reason;
    nextTry = now() + retryMs;
    show('failed');
    later(again, retryMs);
  };

  const again = () => {
    began = now();
    show('waking');
    ask();
  };

  const ask = async () => {
    clearTimeout(timer);
    let news;
    try {
      const answer = await fetch(page.dataset.wait, {
        cache: 'no-store', redirect: 'error', headers: { Accept: 'application/json' }
      });
      news = await answer.json();
      lost = 0;
    } catch (e) {
      lost++;
      // Whoever answers now does not know the question: the page itself may be served again.
      return lost < 4 ? later(ask, 500 * 2 ** lost) : enter();
    }
    if (news.state === 'ready') return enter();
    if (news.state === 'failed') return failed(news.detail, news.retryAfterMs);
    began = Math.min(began, now() - news.elapsedMs);
    later(ask, 100);
  };

  const tick = () => {
    part('elapsed').textContent = seconds(now() - began);
    part('next').textContent = 'Next try in ' + seconds(nextTry - now() + 999);
  };

  page.dataset.script = '';
  part('again').addEventListener('click', again);
  setInterval(tick, 1000);
  if (page.dataset.state === 'failed') {
    failed(part('reason').textContent, Number(page.dataset.retry));
  } else {
    tick();
    ask();
  }
})();
