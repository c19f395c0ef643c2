"""Short forms of given names that share too little with the whole name to be told by their letters ("Bob", "Peggy")."""

from __future__ import annotations

from functools import cache
from typing import Final

_GROUPS: Final = """
abigail abby gail; albert al bert bertie; alexander alex sandy sascha xander; alexandra alex sandra sandy; alfred alf
fred; andrew andy drew; andreas andi; anthony tony; antonio toni tonio; anneliese anni lisa; arthur art artie; barbara
barb babs; benjamin ben benny; bernard bernie; bertram bert; catherine cathy kate katie kitty; charles charlie chuck
chas; charlotte lottie; christian chris; christine chris chrissie tina; christopher chris kit; cynthia cindy; daniel
dan danny; david dave; deborah debbie deb; donald don donnie; dorothy dot dottie dolly; douglas doug; edward ed eddie
ned ted teddy; edwin ed; eleanor ellie nell nora; elisabeth lisa lisbeth elli; elizabeth betty beth liz lizzie eliza
bess libby; emily em emmy; eugene gene; ferdinand ferdi; francis frank; francisco paco pancho; frances fran frannie;
franziska franzi; frederick fred freddie; friedrich fritz; gabriele gabi; georg schorsch; gerald gerry jerry; gerhard
gerd; gregory greg; guadalupe lupe; guillaume guy; harold harry hal; heinrich heiner heinz; helena lena; henry harry
hank; howard howie; isabella bella izzy; jacob jake; jakob jockel; jacqueline jackie; james jim jimmy jamie; janet
jan; jean jeanne; jeffrey jeff; jennifer jen jenny; jessica jess jessie; johannes hannes hans; john jack johnny;
jonathan jon jonny; josef sepp jupp; joseph joe joey; jose pepe; joshua josh; judith judy; katharina kathi katja;
katherine kate kathy katie kitty; kathleen kathy; kenneth ken kenny; lawrence larry; leonard len lenny leo; lillian
lily; louis lou; louise lou; ludwig lutz; madeleine maddie; manuel manolo; margaret maggie meg peggy marge margie
rita; margarete grete gretel; maria mia mitzi; martha marty; matthew matt; matthias matze; maximilian max; megan meg;
melissa missy; michael mike mick micky mickey; michelle shelly; mildred millie; miguel mike; nancy nan; natalie nat;
nathan nate; nathaniel nate nat; nicholas nick nicky; nikolaus klaus; norbert nobbi; oliver ollie; pamela pam;
patricia pat patty tricia; patrick pat paddy; peter pete; philip phil; philipp fips; rachel rae; randolph randy;
raymond ray; rebecca becky; reginald reg; richard dick rick ricky rich; robert bob bobby rob robbie bert; roberto
beto; roger rodge; ronald ron ronnie; rosario charo; rudolf rudi; samantha sam; samuel sam sammy; sarah sally sadie;
sebastian basti; stanley stan; stephanie steph; stefan steffen; stephen steve; steven steve; susan sue susie; suzanne
sue; susanne susi; theodore ted teddy theo; theresa terry tess; thomas tom tommy; timothy tim timmy; ulrich uli;
ursula uschi; valerie val; veronica ronnie vera; victor vic; victoria vicky tori; vincent vince vinnie; virginia
ginny; walter walt wally; wilhelm willi; wilhelmina minna; william bill billy will willy liam; wolfgang wolf; yvonne
vonnie; zachary zach
"""


@cache
def _groups() -> dict[str, tuple[frozenset[str], ...]]:
    """Each name and short form with the groups that it is in."""
    found: dict[str, list[frozenset[str]]] = {}
    for group in map(frozenset, map(str.split, _GROUPS.split(";"))):
        for each in group:
            found.setdefault(each, []).append(group)
    return {each: tuple(groups) for each, groups in found.items()}


def other_forms(given: str) -> frozenset[str]:
    """The names that a given name, folded, may be a form of, and their other forms: "robert" and "rob" of "bob"."""
    return frozenset().union(*_groups().get(given, ())) - {given}


def may_be_one(given: str, other: str) -> bool:
    """Whether two given names, folded, may be one: the same, or a name and its short form."""
    return given == other or other in other_forms(given)
