"""The words of the English newsletter sample. All names, places and events are invented."""

LEAD = """
@title Flooded Quarry to Open as a Swimming Pond
@subtitle After eleven years behind a fence, the Upper Pit gets a ladder, a lifeguard and a very small beach
@by author|Rosamund Teague|
@signature By Rosamund Teague
@signature_place head
!!2 river-5|The Upper Pit on a still morning in August, before the fence came down.|Photo by Linus Pereira|0.5

Nobody in Stonebridge can say exactly when the Upper Pit became a lake. The last block of bluestone was hauled out in
the spring of 1971, the pumps were switched off that summer, and by the following Christmas there were ducks. For most
of the years since, the water has been a rumor behind a chain-link fence, visited mainly by teenagers and by people
looking for teenagers.

That will change on the first Saturday of June. By a vote of 214 to 37, members of the Village Society agreed last
month to lease the pit from the Ambrose family for a dollar a year and to open it, with rules, as a place to swim.

“It was the best-attended meeting in our history, and the only one at which somebody brought an inflatable flamingo,”
said Marguerite Oyelaran, who has led the quarry committee since 2022.

## What the divers found

Before anyone could talk about swimming, somebody had to find out what was down there. Two volunteer divers spent nine
weekends last autumn making a map. The pit is sixty-one feet deep at its northern wall. On the bottom they counted
three ore carts, a delivery van, eleven bicycles and a piano, which remains, they reported, in no condition to be tuned.

The van and the bicycles were lifted out in March by a crane that belongs to the whole county’s best-known contractor,
Desmond Falk, who lent it without charge. The piano was left where it stood. Water samples taken in each of four
seasons met the county standard for bathing, a result that surprised everyone except the ducks.

## Rules and money

Swimming will be limited to the shallow southern shelf, which has been marked with a line of orange floats. A lifeguard
will be on duty from noon until seven o’clock, Wednesday through Sunday. Children under twelve must come with an adult,
and diving from the ledges, a tradition that nobody admits to remembering, is forbidden.

The committee has raised $46,300 of the $58,000 that it needs for the ladder, the beach, insurance and two seasons of
wages. Most of it has come in small amounts. The largest single gift, of $5,000, arrived in an envelope with no name
and a note that said only, “I was one of the teenagers.”

Neighbors on Derrick Lane asked for assurances about parking and noise, and received them: there will be no cars beyond
the old weighbridge, no amplified music and no swimming after dark. A shuttle will run from the church on weekends.

## Before you jump in

Season badges go on sale on November 1 at the Society’s office and cost $35 for a household. Anyone who helps with two
of the spring work parties will receive one without charge. Ms. Oyelaran has only one further request. “Please,” she
said, “do not bring the flamingo.”
"""

BUS = """
@title The Late Bus Is Running Again
@by author|Casimir Wren|
@signature By Casimir Wren
@signature_place head
The 10:50 bus from the railway station, cancelled in 2021 for want of a driver, has returned. Since September it has
carried an average of nineteen passengers a night up the hill, which is four more than the county had hoped for and
nineteen more than it had carried in the years when it did not exist.

!! street-7|Riders board the 10:50 outside the station on its first Friday.|Photo by Casimir Wren|0.6

Its driver, Philippa Tranter, used to teach geography at the middle school. She retired in June, discovered that she
disliked it and answered an advertisement. “I always told the children that they should know where things are,” she
said. “Now I take them there.”

The service is a six-month trial. The county will count heads until the end of March and decide in April. Those who
would like it to stay are advised to ride it, preferably with a friend.
"""

SEEDS = """
@title Seed Library Lends Its Ten-Thousandth Packet
@by author|Honor Castellane|
@signature By Honor Castellane
@signature_place head
The seed library began in 2014 with a shoebox, a card index and a firm belief that people return what they borrow. It
now fills the whole of the old coat cupboard behind the reading room, and on the last Tuesday in August it lent packet
number ten thousand: a dozen beans of the climbing variety that Stonebridge calls Widow Hale, and that nobody else
appears to call anything at all.

The borrower was Ezekiel Thorne, aged nine, who wished it to be recorded that he had not known there would be a cake.

!! garden-6|Trial beds behind the reading room, where borrowed seed is grown out each summer.\
|Photo by Honor Castellane|0.56

## How it works

Members take what they need in spring and give back what they can in autumn. There is no fine for a failed crop, but a
short confession is expected, and the best are read aloud at the harvest supper. About six in ten borrowers return
seed. That is enough, because a single lettuce that is allowed to flower will supply a street.

## Saving seed: four simple habits

- Choose the healthiest plant, not the one that is in your way.
- Let it ripen until you are embarrassed by how untidy it looks.
- Dry the seed on paper, out of the sun, for at least two weeks.
- Write the name and the year on the packet before you do anything else.

The volunteers who run the cupboard would be grateful for small envelopes, silica gel and a second dehumidifier. They
have enough zucchini seed to last until the end of the century and ask, politely, that no one bring any more.
"""

ARCHIVE = """
@kicker From the Archive
@title The Winter the Mail Came by Sled
@by author|Bartholomew Quill|
@signature By Bartholomew Quill, Society Archivist
@signature_place head
Among the papers that the Lindgren family gave us this spring is a pocket diary bound in oilcloth. It belonged to Axel
Lindgren, who carried the mail between the railway and Stonebridge from 1903 until 1938, and it is the least talkative
book I have ever read. Most days have two words. “Mud again.” “Late train.” “Dog better.”

For nine days in February of 1920 it becomes a different book. Snow had closed the cutting, and no train came. On the
third day the postmaster decided that the mail would have to come over the ridge, and Lindgren, who was forty-four and
had never been on skis, borrowed a sled from the undertaker and went to fetch it.

!! river-9|The ridge above the old kiln, seen from the railway side.|Village Society collection|0.6

>> I did not open them, but I could not help knowing which were the letters that mattered.

He made the trip five times. He carried insulin for nobody, as it had not yet been discovered, but he did carry a box
of spectacles, a wedding dress and, by his own count, 1,316 letters. On the last night, sheltering in a lime kiln, he
wrote the longest sentence in the diary. “I did not open them, but I could not help knowing which were the letters that
mattered, for they were the thin ones.”

## A name on the map

The kiln is still there, on the left of the ridge path about a half-mile above the cemetery. Until this year it had no
name. At the suggestion of the fourth grade, who read the diary aloud in class over two rainy afternoons, the path
committee has agreed to put up a small wooden sign. It will say “Lindgren’s Post Office.”

The diary may be seen on Thursdays between two and five o’clock. Please bring clean hands and, if you have them, any old
letters of your own. Thin ones are especially welcome.
"""

LATHE = """
@title A Chair, a Lathe and Forty Years of Sawdust
@subtitle Neighbors in profile: Wilhelmina Roke
@by author|Linus Pereira|
@signature By Linus Pereira
@signature_place head
Wilhelmina Roke does not sell chairs. She is quite clear about this with the people who come to her workshop on Tannery
Row hoping to buy one. She lends them. Each chair goes out with a luggage label tied to its leg, and after a year its
keeper may bring it back or telephone to explain why not.

!! workshop-5|Wilhelmina Roke with two apprentices in the workshop on Tannery Row.|Photo by Linus Pereira|0.58

“Nobody has ever brought one back,” she said, sweeping ash shavings into a bucket. “But it makes them look after it.”

She came to Stonebridge in 1984 to repair the pews at St. Aldhelm’s, a job that was supposed to last three weeks. The
vicar had underestimated the woodworm. By the time the last pew was finished, fourteen months later, she had rented the
workshop, adopted a three-legged cat and been elected treasurer of the cricket club, an office that she still holds and
describes as a life sentence.

## The hundred and first

Her account book lists every chair that she has made since: one hundred of them in forty years, all of ash, all with
the same low back and wide arms. The pattern came from her grandmother’s kitchen. She has changed it only once, in 1996,
when she lowered the seat by half an inch after watching the congregation at a particularly long funeral.

The hundred and first chair, now standing without its legs by the stove, will be her last. Her hands are no longer
steady enough for the drawknife. Two apprentices, both of them under twenty-five, have taken over the lathe, and she
has begun to teach them the part of the trade that she considers difficult.
“Anybody can make a chair,” she said. “The hard thing
is to know who ought to sit in it.”

!!2 workshop-8|The hundred and first chair, still without its legs, waits beside the stove.|Photo by Linus Pereira|0.9

>> The hard thing is to know who ought to sit in it.

She would not say whose name will be on the last label. It has already been written, however, and it is tied to the
leg of the workbench, face down.
"""

DATES = """
@kind notice
@title Mark Your Calendar
October 11: Path-clearing party, 9 a.m., cemetery gate
October 18: Harvest supper, 6 p.m., Grange Hall
October 25: Clocks and watches repaired, 1 p.m., reading room
November 1: Quarry badges go on sale
"""

HELP = """
@kind notice
@title Drivers Wanted
The Society’s meals round needs three more drivers on Mondays and Thursdays. A round takes about ninety minutes, covers
eleven miles and usually involves being given a jar of something.

You will need a clean license and a car with a back seat. Call Odette Marsh at 555-0148 or leave a note at the office.
"""

MEETING = """
@kind notice
@title Annual Meeting, November 15
All members are invited to the Grange Hall at 7 p.m. The agenda includes the accounts for the year, the election of two
trustees and a proposal to buy the field below the weighbridge, which the allotment holders have rented since 1958.

Papers may be collected from the office from November 3. Soup will be served at half past six, and those who bring a
bowl of their own will be spared the washing-up.
"""

STAFF = """
@kind masthead
@title The Quarry Bell
Published four times a year by the Stonebridge Village Society
Editor: Rosamund Teague
Assistant editor: Casimir Wren
Photographs: Linus Pereira
Layout: Honor Castellane
Office: 4 Weighbridge Yard, Stonebridge
Letters and corrections: bell@stonebridge-society.example
Printed on recycled paper by Coldwell & Daughters
"""
