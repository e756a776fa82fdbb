// A desk in a process of its own, to be killed: it tells its clock after every round.
import { openDatabase } from '@nautilus/store'
import { deskOn, testClock } from './plant.ts'

const [url = '', start = '0'] = process.argv.slice(2)
const clock = testClock(Number(start))
const open = await openDatabase(url, 5)
const desk = deskOn(open.db, clock)
for (;;) {
  await desk.settled()
  clock.forward(20_000)
  process.stdout.write(`${clock.now()}\n`)
}
