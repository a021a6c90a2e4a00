package dev.breakwater.sse.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.breakwater.sse.admission.DeferralReason;
import dev.breakwater.sse.delivery.ClientKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionBudgetTest {
    private final List<String> ended = new ArrayList<>();

    private static Owner owner(String address, @Nullable String user) {
        return new Owner(address, user, null);
    }

    private static Owner client(String address, String id) {
        return new Owner(address, null, new ClientKey("address " + address, id));
    }

    /** Takes a place, for a stream that begins if it has a name. */
    private @Nullable Place take(ConnectionBudget budget, Owner owner, @Nullable String name) {
        Place place = budget.take(owner).place();
        if (place != null && name != null) {
            place.begins(() -> ended.add(name));
        }
        return place;
    }

    @Test
    void budget_full_refusesWithItsReason_andNobodyElse() {
        ConnectionBudget budget = new ConnectionBudget(new BudgetLimits(4, 2, 1, WhenFull.DEFER));
        take(budget, owner("a", null), null);
        take(budget, owner("a", null), null);
        assertThat(budget.take(owner("a", null)).refusal()).isEqualTo(DeferralReason.BUDGET_ADDRESS);

        Place ann = take(budget, owner("b", "ann"), null);
        assertThat(budget.take(owner("c", "ann")).refusal()).isEqualTo(DeferralReason.BUDGET_USER);
        take(budget, owner("c", "bob"), null);
        assertThat(budget.take(owner("d", null)).refusal()).isEqualTo(DeferralReason.BUDGET_TOTAL);

        ann.release();
        ann.release();
        assertThat(budget.open()).as("released twice, counted once").isEqualTo(3);
        assertThat(take(budget, owner("c", "ann"), null)).isNotNull();
    }

    @Test
    void replace_takesThePlaceOfTheOwnersOldestStream() {
        ConnectionBudget budget = new ConnectionBudget(new BudgetLimits(0, 2, 0, WhenFull.REPLACE));
        take(budget, owner("b", null), "b");
        Place oldest = take(budget, owner("a", null), "a1");
        take(budget, owner("a", null), "a2");

        take(budget, owner("a", null), "a3");
        assertThat(ended).containsExactly("a1");
        assertThat(budget.open()).as("the old one is still there").isEqualTo(4);
        oldest.release();
        assertThat(budget.open()).isEqualTo(3);
        take(budget, owner("a", null), "a4");
        assertThat(ended).containsExactly("a1", "a2");
        assertThat(budget.replaced()).isEqualTo(2);
    }

    /** Else a client could have any number of streams, by opening them faster than it lets the old ones end. */
    @Test
    void replace_whileAsManyAreLeavingAsMayBeOpen_refuses() {
        ConnectionBudget budget = new ConnectionBudget(new BudgetLimits(0, 2, 0, WhenFull.REPLACE));
        for (int i = 0; i < 4; i++) {
            assertThat(take(budget, owner("a", null), "a" + i)).isNotNull();
        }
        assertThat(budget.take(owner("a", null)).refusal()).isEqualTo(DeferralReason.BUDGET_ADDRESS);
        assertThat(budget.open()).isEqualTo(4);
    }

    @Test
    void replace_neverEndsAStreamOfAnotherOwner() {
        ConnectionBudget budget = new ConnectionBudget(new BudgetLimits(3, 2, 2, WhenFull.REPLACE));
        take(budget, owner("a", "ann"), "ann1");
        take(budget, owner("b", "ann"), "ann2");
        take(budget, owner("b", "bob"), "bob");

        assertThat(budget.take(owner("c", "carl")).refusal()).isEqualTo(DeferralReason.BUDGET_TOTAL);
        assertThat(ended).isEmpty();
    }

    /** Ann's oldest stream is at another address: ending it would make no room at the one that is full. */
    @Test
    void replace_thatWouldOverfillTheOtherBudget_refuses() {
        ConnectionBudget budget = new ConnectionBudget(new BudgetLimits(0, 1, 1, WhenFull.REPLACE));
        take(budget, owner("a", "ann"), "ann");
        take(budget, owner("b", "bob"), "bob");

        assertThat(budget.take(owner("b", "ann")).refusal()).isEqualTo(DeferralReason.BUDGET_ADDRESS);
        assertThat(ended).isEmpty();
    }

    @Test
    void client_thatReturns_takesItsGhostsPlace_alsoWhereNobodyIsReplacedElse() {
        ConnectionBudget budget = new ConnectionBudget(new BudgetLimits(1, 1, 0, WhenFull.DEFER));
        take(budget, client("a", "tab-1"), "ghost");

        assertThat(budget.refusal(client("a", "tab-2"))).isEqualTo(DeferralReason.BUDGET_TOTAL);
        assertThat(budget.refusal(client("a", "tab-1"))).isNull();
        assertThat(take(budget, client("a", "tab-1"), "again")).isNotNull();
        assertThat(ended).containsExactly("ghost");
    }

    /** It ended the client's open stream, which then had to be opened again. */
    @Test
    void client_whoseRequestIsRefused_keepsItsStream_andItsPlace() {
        ConnectionBudget budget = new ConnectionBudget(new BudgetLimits(0, 1, 0, WhenFull.DEFER));
        take(budget, client("a", "tab-1"), "open");

        Place refused = take(budget, client("a", "tab-1"), null);
        refused.release();

        assertThat(ended).isEmpty();
        assertThat(budget.replaced()).isZero();
        assertThat(budget.open()).isEqualTo(1);
        assertThat(budget.refusal(client("a", "tab-2"))).isEqualTo(DeferralReason.BUDGET_ADDRESS);
        assertThat(take(budget, client("a", "tab-1"), "next"))
                .as("its ghost is known again")
                .isNotNull();
        assertThat(ended).containsExactly("open");
    }

    @Test
    void stream_thatEndsWhileItsPlaceIsTaken_isNeitherEndedNorCountedAgain() {
        ConnectionBudget budget = new ConnectionBudget(new BudgetLimits(0, 1, 0, WhenFull.DEFER));
        Place old = take(budget, client("a", "tab-1"), "old");
        Place refused = take(budget, client("a", "tab-1"), null);

        old.release();
        refused.release();

        assertThat(budget.open()).isZero();
        assertThat(budget.addresses()).isZero();
        Place late = take(budget, client("a", "tab-1"), "again");
        refused.begins(() -> ended.add("refused"));
        assertThat(ended).isEmpty();
        late.release();
        assertThat(budget.addresses()).isZero();
    }

    @Test
    void places_thatWereGivenBackTogether_areNotGivenBackAgain() {
        ConnectionBudget budget = new ConnectionBudget(new BudgetLimits(0, 2, 0, WhenFull.REPLACE));
        Place old = take(budget, client("a", "tab-1"), "old");
        Place newer = take(budget, client("a", "tab-1"), null);

        budget.releaseAll();
        assertThat(budget.open()).isZero();
        assertThat(budget.addresses()).isZero();

        Place fresh = take(budget, client("a", "tab-1"), "fresh");
        newer.begins(() -> ended.add("newer"));
        old.release();
        newer.release();
        assertThat(ended).isEmpty();
        assertThat(budget.open()).isEqualTo(1);
        fresh.release();
        assertThat(budget.open()).isZero();
        assertThat(budget.addresses()).isZero();
    }

    /** Else requests that are refused would move an owner's newest streams to the front. */
    @Test
    void stream_thatKeepsItsPlace_isAsOldAsItWas() {
        ConnectionBudget budget = new ConnectionBudget(new BudgetLimits(0, 2, 0, WhenFull.REPLACE));
        take(budget, owner("a", null), "a1");
        take(budget, owner("a", null), "a2");

        take(budget, owner("a", null), null).release();
        take(budget, owner("a", null), "a3");

        assertThat(ended).containsExactly("a1");
    }

    @Test
    void stranger_whoNamesTheIdOfAnotherAddress_takesNothing() {
        ConnectionBudget budget = new ConnectionBudget(BudgetLimits.NONE);
        take(budget, client("a", "tab-1"), "victim");

        take(budget, client("b", "tab-1"), "stranger");

        assertThat(ended).isEmpty();
        assertThat(budget.open()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 0, budget in total must be 0 (no limit) or more: -1",
        "0, -1, 0, budget per address must be 0 (no limit) or more: -1",
        "0, 0, -2, budget per user must be 0 (no limit) or more: -2",
        "10, 11, 0, budget per address must not be above the total (10): 11",
        "10, 0, 11, budget per user must not be above the total (10): 11"
    })
    void limits_thatContradict_areRefused(int total, int perAddress, int perUser, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BudgetLimits(total, perAddress, perUser, WhenFull.DEFER))
                .withMessage(sentence);
    }
}
