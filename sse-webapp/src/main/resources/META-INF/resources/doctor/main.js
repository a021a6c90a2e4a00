import { $ } from '../dashboard/page.js';
import { Examination } from './examination.js';
import { show } from './report.js';

const TOKEN = 'breakwater.token';

function state(name, text) {
  $('state').dataset.state = name;
  $('state').textContent = text;
}

function complain(text) {
  $('problem').textContent = text;
  $('problem').hidden = !text;
}

async function examine() {
  complain('');
  $('report').hidden = true;
  $('progress').hidden = false;
  $('begin').disabled = true;
  state('connecting', 'examining');
  try {
    const examination = new Examination($('token').value.trim(), $('patience').value, (done, doing) => {
      $('done').value = done;
      $('doing').textContent = doing;
    });
    const report = await examination.run();
    show(report);
    state(report.healthy ? 'open' : 'failed', report.healthy ? 'healthy' : 'faulty');
  } catch (failure) {
    complain(failure.message);
    state('failed', 'not examined');
  } finally {
    $('progress').hidden = true;
    $('begin').disabled = false;
  }
}

$('token').value = sessionStorage.getItem(TOKEN) ?? '';
$('token').addEventListener('change', () => sessionStorage.setItem(TOKEN, $('token').value));
$('command').textContent = `java -jar breakwater.jar doctor ${new URL('.', location.href)}`;
$('ask').addEventListener('submit', event => {
  event.preventDefault();
  examine();
});
