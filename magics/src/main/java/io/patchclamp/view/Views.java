package io.patchclamp.view;

import java.awt.Image;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.attribute.Attributed;
import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Evoked;
import io.patchclamp.epoch.PopulationMap;
import io.patchclamp.epoch.Raster;
import io.patchclamp.epoch.Selectivity;
import io.patchclamp.epoch.Tuning;
import io.patchclamp.figure.Figure;
import io.patchclamp.generate.ClampEffect;
import io.patchclamp.generate.Generation;
import io.patchclamp.geometry.Abstraction;
import io.patchclamp.geometry.Alike;
import io.patchclamp.geometry.Decoded;
import io.patchclamp.geometry.Generalisation;
import io.patchclamp.geometry.PcaReading;
import io.patchclamp.geometry.RdmReading;
import io.patchclamp.geometry.ReceptiveField;
import io.patchclamp.geometry.Shattering;
import io.patchclamp.geometry.UnitCorrelations;
import io.patchclamp.lens.AttentionReading;
import io.patchclamp.lens.DirectReading;
import io.patchclamp.lens.HeadScores;
import io.patchclamp.lens.LensReading;
import io.patchclamp.lesion.ControlledLesion;
import io.patchclamp.lesion.Dissociated;
import io.patchclamp.lesion.Localization;
import io.patchclamp.lesion.UnitSet;
import io.patchclamp.model.Model;
import io.patchclamp.model.ModuleTree;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Tokens;
import io.patchclamp.model.VocabularyComparison;
import io.patchclamp.phantom.Truth;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Recording;
import io.patchclamp.stats.ClusterResult;
import io.patchclamp.stats.FamilyResult;
import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.TestResult;
import io.patchclamp.steer.SteeringVector;
import io.patchclamp.sweep.Answers;
import io.patchclamp.sweep.DoseEffect;
import io.patchclamp.sweep.InjectEffect;
import io.patchclamp.sweep.LesionEffect;
import io.patchclamp.sweep.PatchGrid;
import io.patchclamp.sweep.PathEffect;
import io.patchclamp.trial.Balance;
import io.patchclamp.trial.DropLog;
import io.patchclamp.trial.EventSpans;
import io.patchclamp.trial.Screened;
import io.patchclamp.trial.Split;
import io.patchclamp.trial.TrialSheet;
import io.patchclamp.trial.Trials;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** How results are shown. */
public final class Views {
    private static final int MOST_HTML = 2_000_000;
    private static final int DEEPEST = 8;
    private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);
    private static final Map<Class<?>, Function<Object, Part>> PARTS = new LinkedHashMap<>();
    private static final Map<Class<?>, Function<Object, Bundle>> PICTURES = new LinkedHashMap<>();

    static {
        part(Part.class, part -> part);
        part(Viewable.class, Viewable::view);
        part(Model.class, ModelView::of);
        part(ModuleTree.class, ModuleTreeView::of);
        part(Tokens.class, TokensView::of);
        part(VocabularyComparison.class, VocabularyView::of);
        part(Selection.class, SelectionView::of);
        part(Recording.class, RecordingView::of);
        part(Generation.class, GenerationView::of);
        part(ClampEffect.class, ClampEffectView::of);
        part(SteeringVector.class, SteeringView::of);
        part(LesionEffect.class, LesionView::of);
        part(ControlledLesion.class, ControlledLesionView::of);
        part(Localization.class, LocalizationView::of);
        part(UnitSet.class, UnitSetView::of);
        part(Truth.class, UnitSetView::of);
        part(Dissociated.class, DissociatedView::of);
        part(Hypothesis.class, HypothesisView::of);
        part(DoseEffect.class, DoseEffectView::of);
        part(InjectEffect.class, InjectEffectView::of);
        part(PatchGrid.class, PatchGridView::of);
        part(PathEffect.class, PathEffectView::of);
        part(Attributed.class, AttributedView::of);
        part(LensReading.class, LensReadingView::of);
        part(DirectReading.class, DirectReadingView::of);
        part(AttentionReading.class, AttentionReadingView::of);
        part(HeadScores.class, HeadScoresView::of);
        part(Decoded.class, DecodingView::of);
        part(RdmReading.class, RdmView::of);
        part(PcaReading.class, PcaView::of);
        part(Generalisation.class, GeometryViews::of);
        part(Abstraction.class, GeometryViews::of);
        part(Shattering.class, GeometryViews::of);
        part(ReceptiveField.class, ReceptiveFieldView::of);
        part(Alike.class, GeometryViews::of);
        part(UnitCorrelations.class, GeometryViews::of);
        part(Selectivity.class, SelectivityView::of);
        part(TestResult.class, TestResultView::of);
        part(FamilyResult.class, TestResultView::of);
        part(ClusterResult.class, TestResultView::of);
        part(Trials.class, TrialViews::of);
        part(Screened.class, TrialViews::of);
        part(TrialSheet.class, TrialViews::of);
        part(DropLog.class, TrialViews::of);
        part(EventSpans.class, TrialViews::of);
        part(Balance.class, TrialViews::of);
        part(Split.class, TrialViews::of);
        part(Answers.class, TrialViews::of);
        part(Epochs.class, EpochsView::of);
        part(Evoked.class, EvokedView::of);
        part(Raster.class, RasterView::of);
        part(Tuning.class, TuningView::of);
        part(PopulationMap.class, PopulationMapView::of);
        part(Provenance.class, ProvenanceView::of);
        part(NamedArray.class, NamedArrayView::of);
        part(Table.class, TableView::of);
        part(Column.class, TableView::of);
        picture(Figure.class, Pictures::figure);
        picture(Image.class, Pictures::image);
        picture(Chart.class, Pictures::chart);
    }

    private Views() {}

    private static <T> void part(Class<T> type, Function<T, Part> view) {
        PARTS.put(type, value -> view.apply(type.cast(value)));
    }

    private static <T> void picture(Class<T> type, Function<T, Bundle> view) {
        PICTURES.put(type, value -> view.apply(type.cast(value)));
    }

    /**
     * The forms in which a value is shown. Never fails: a value whose view fails is shown as text, with a note.
     *
     * @param value any value, also null
     * @return text and HTML, or text and a picture; empty if there is no view for values of its type
     */
    public static Optional<Bundle> of(Object value) {
        try {
            Optional<Bundle> picture = find(PICTURES, value).map(view -> view.apply(value));
            return picture.isPresent() ? picture : parts(value).map(Views::bundle);
        } catch (Throwable e) { // their code, as far as it is theirs
            return Optional.of(fallback(value, "its view is broken: ", Failures.theirs(e)));
        }
    }

    /**
     * The parts of a value that is shown as text and HTML.
     *
     * @param value any value, also null
     * @return its parts; empty for pictures and for values without a view
     */
    public static Optional<Part> parts(Object value) {
        return find(PARTS, value).map(view -> Stamped.of(value, view.apply(value)));
    }

    private static <V> Optional<V> find(Map<Class<?>, V> views, Object value) {
        return views.entrySet().stream()
                .filter(view -> view.getKey().isInstance(value))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Whether our own way to show a value gives way to what was said of a type: it must be as near to the value. */
    static boolean givesWay(Object value, Class<?> said) {
        if (value instanceof Bundle) { // ready to show: nothing is left to say
            return said == Bundle.class;
        }
        Optional<Class<?>> ours = Stream.of(PICTURES, PARTS)
                .flatMap(views -> views.keySet().stream())
                .filter(type -> type.isInstance(value))
                .findFirst();
        if (ours.isEmpty() || said == ours.get()) {
            return true;
        }
        boolean showsItself = ours.get() == Part.class || ours.get() == Viewable.class;
        boolean ofJava = said.getClassLoader() == null; // Record, Iterable, Comparable and their like
        return !said.isAssignableFrom(ours.get()) && !(showsItself && ofJava);
    }

    private static Bundle bundle(Part part) {
        Part capped = Capped.of(part);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("text/plain", PlainText.of(capped));
        String html = Html.of(capped);
        data.put("text/html", html.length() <= MOST_HTML ? html : Html.of(Part.note("too long to be shown here")));
        return new Bundle(data, Map.of());
    }

    /**
     * The forms in which any value is shown. What users said of its type comes first, unless our own view is for a narrower
     * type; then our own views, then what the value is made of or says of itself. Never fails, but for a lack of memory.
     *
     * @param value any value, also null
     * @return its forms, {@code text/plain} always among them
     */
    public static Bundle show(Object value) {
        int outer = DEPTH.get();
        DEPTH.set(outer + 1);
        try {
            Optional<Function<Object, Object>> own = outer < DEEPEST ? Renderers.find(value) : Optional.empty();
            return own.isPresent() ? rendered(value, own.get()) : ordinary(value);
        } catch (Throwable e) { // their code, as far as it is theirs
            return fallback(value, "showing it failed: ", Failures.theirs(e));
        } finally {
            DEPTH.set(outer);
        }
    }

    /**
     * Says how values of a type are shown, instead of what was said before.
     *
     * @param <T> the type
     * @param type the type: a class, with its subclasses, or an interface
     * @param shows gives what to show in the value's place, anything that can be shown: a string, a map, a table, a picture,
     *     {@link Bundle#html(String)}; null or the value itself to show it as if there was no renderer; null instead of a
     *     function to forget what was said
     */
    public static <T> void register(Class<T> type, Function<? super T, ?> shows) {
        Renderers.register(type, shows);
    }

    /**
     * The types that users said something about.
     *
     * @return in the order it was said
     */
    public static List<Class<?>> registered() {
        return Renderers.types();
    }

    /**
     * A class as a notebook calls it.
     *
     * @param type any class
     * @return its name, without the packages that classes of cells live in
     */
    public static String nameOf(Class<?> type) {
        return JavaText.name(type);
    }

    private static Bundle rendered(Object value, Function<Object, Object> renderer) {
        Object shown;
        try {
            shown = renderer.apply(value);
        } catch (Throwable e) { // user code
            return fallback(value, "its renderer failed: ", Failures.ofRenderer(e));
        }
        if (shown == null || shown == value) {
            return ordinary(value);
        }
        boolean isFinal = shown instanceof CharSequence || shown instanceof Part || shown instanceof Bundle;
        return isFinal ? ordinary(shown) : show(shown);
    }

    private static Bundle ordinary(Object value) {
        if (value == null) {
            return bundle(Part.note("null"));
        }
        if (value instanceof Bundle ready) {
            return ready;
        }
        return of(value).orElseGet(() -> {
            Part part = JavaValue.of(value);
            return JavaValue.isScalar(value)
                    ? new Bundle(Map.of("text/plain", PlainText.of(part)), Map.of())
                    : bundle(part);
        });
    }

    /** A value as a part among others. */
    static Part part(Object value) {
        return parts(value).or(() -> Pictures.part(value)).orElseGet(() -> JavaValue.of(value));
    }

    /** A value as a word among others. */
    static String line(Object value) {
        String text = String.valueOf(show(value).data().get("text/plain"));
        return Quantity.shortened(text.strip().replace("\n", " ⏎ "), 500);
    }

    private static Bundle fallback(Object value, String what, Throwable failure) {
        String text = JavaText.of(value, Capped.CHARACTERS);
        return bundle(
                Part.stack(List.of(Part.preformatted(text), Part.note("(" + what + Failures.line(failure) + ")"))));
    }
}
