"""The words of the English newspaper sample. All names, places and events are invented."""

LEAD = """
@kicker Harbor works
@title Last ferry captain hands over the wheel as tunnel opens
@subtitle After 132 years, the crossing at Penhallow Narrows falls silent on Sunday night
@by reporter|Theodora Vance|
@signature By Theodora Vance
@post Staff Writer
@signature_place head
!!3 river-31|\
Capt. Augustin Brill brings the Marigold into the eastern slip on Thursday, three days before its last run.\
|Ines Calloway / The Penhallow Mercury|0.5

PENHALLOW — At 11:40 on Sunday night, if the fog allows, Augustin Brill will ease the Marigold against the eastern slip,
ring down to the engine room and go home to a house from which, for the first time in his working life, he will be able
to drive to the other shore.

The tunnel beneath the Narrows opens to traffic at six the next morning. It is 1.4 miles long, cost $612 million and was
finished eleven months late. It will replace a crossing that began in 1894 with a flat-bottomed scow and a pair of
mules.

“People ask if I’m sad,” said Mr. Brill, 67, who has made the trip an estimated 190,000 times. “I’m mostly curious.
I have never once been late for supper on account of the tide, and I’d like to know what that excuse will be replaced
by.”

## Nine minutes, then three

The ferry takes nine minutes on a calm day. The tunnel will take three. County planners expect 14,000 vehicles daily by
the end of the year, roughly five times what the two boats could carry, and they have widened the approaches at both
ends to receive them.

Not everyone is pleased. On the western shore, where a quarter of the working population once held a ferry pass, the
owners of cafes and newsstands near the slip say that they lived on the waiting. “Nobody waits for a tunnel,” said
Lucinda Marchetti, whose bakery has sold cinnamon twists to the 7:10 boat since 1979.

## What becomes of the boats

The Marigold has been sold for a dollar to the maritime museum, which will moor her at the old customs pier. Her
well-worn sister, the Larkspur II, will go to the breaker’s yard in the spring unless a buyer appears. Thirty-one of
the 44 crew members have taken jobs at the tunnel; the rest, including Mr. Brill, will retire.

The final crossing sold out in four minutes. Two hundred passengers drawn by lot will ride free, among them the oldest
living commuter, Percival Dunmore, 98, who has asked to stand where he always stood, on the left, by the life rings.
"""

BOXED = """
@kicker Analysis
@title Why the bill came in so high
@by reporter|Sol Abernathy|
@signature By Sol Abernathy
@post Business Reporter
@signature_place head
Three numbers explain most of the difference between the $418 million that voters approved in 2016 and the $612 million
that the county has spent.

The first is 57 feet. That is how much deeper the bedrock proved to be at the western portal than the borings had
suggested, and it cost $81 million to go down and meet it.

The second is 19 months, the length of the dispute over the shellfish beds, during which machines stood idle at a
contractual rate of $2.1 million a month.

The third is the interest on both. None of the three was secret. What nobody did, an auditor concluded last week, was to
add them up in public.
"""

MARKET = """
@title Night market outgrows its parking lot
@by reporter|Jonah Eastlake|
@signature By Jonah Eastlake
@post Staff Writer
@signature_place head
PENHALLOW — What began as six card tables and a borrowed generator will take over four blocks of Chandler Street this
summer, the Board of Selectmen decided on Tuesday.

!! market-31|Stalls at the first night market of the season, behind the old ropewalk.\
|Ines Calloway / The Penhallow Mercury|0.6

The vote, 4 to 1, allows the night market to close the street to cars on Friday evenings from June through September.
Organizers have promised a hundred stalls, half of them reserved for vendors who have never sold anything before.

“My grandmother is going to sell her dumplings to strangers,” said Mei-Lin Castor, 24, who founded the market in 2023.
“She has been waiting for this since 1988 and has already told me that I fold them wrong.”

Food trucks will be confined to the ropewalk end, and music must stop at ten o’clock. The town will send two police
officers and, after a lengthy exchange about who should pay for them, eleven additional trash barrels. A review is
planned for October.

The dissenting vote was cast by Selectman Roy Hatherleigh, who said that he liked dumplings but also liked being able to
reach his house.
"""

SCHOOL = """
@title A one-room school adds its second room
@subtitle Enrollment on Gannet Island has doubled, to eight
@by reporter|Theodora Vance|
@signature By Theodora Vance
@post Staff Writer
@signature_place head
GANNET ISLAND — The carpenters came over on the mail boat, and they brought the wall with them. It took two days to put
up. On the third, the pupils of the Gannet Island School walked through a door that had not existed at the beginning of
the week and sat down, with some ceremony, in a different room.

!! hall-31|Pupils try out the new room at the Gannet Island School.|Contributed photo|0.6

The island has had a school since 1861 and, for most of the time since, just enough children to keep it. In 2019 there
was one. Frances Ott, who was both the teacher and the teacher’s aide, recalls that the boy won every prize and lost
every race.

Cheap internet service, dear mainland rents and a boatyard that cannot find enough hands have changed that. Four
families have arrived since the autumn before last. The eighth pupil, a kindergartner, came in March, and with her the
state’s requirement for a separate space for quiet.

“We have never before needed a place for quiet,” Ms. Ott said. “We had the whole island.”

## A bell for each

The old room has a brass bell from a wrecked schooner. The new one will have a bell, too, bought with $340 that the
pupils raised by selling maps of the island drawn from memory. The maps disagree about nearly everything except the
position of the store that sells ice cream.
"""

BRIEF_1 = """
@rubric Around the Narrows
@title Library to lend telescopes
Three telescopes may be borrowed from the Quay Street branch beginning Saturday. Each comes with a star chart, a red
flashlight and a thermos. The loan period is one week or two clear nights, whichever is longer.
"""

BRIEF_2 = """
@rubric Around the Narrows
@title Lamppost count finds 12 missing
An inventory of street lamps ordered by the town has found 1,846 of the 1,858 that appear in its records. Residents who
know the whereabouts of the others are asked to call the highway department, which promises not to be angry.
"""

BRIEF_3 = """
@rubric Around the Narrows
@title Rowers to repeat 1926 race
Crews from both shores will row the course of the 1926 regatta on May 30, using boats of the period. The start is at 10
a.m. from the customs pier. Spectators are urged to arrive early and, given the boats, to bring towels.
"""

WEATHER = """
@kind notice
@lines yes
@title Weekend weather
Saturday: Fog until noon, then sun. High 61.
Sunday: Breezy and clear. High 64, low 47.
Monday: Showers late. High 58.
High tide Sunday: 11:22 p.m.
"""
