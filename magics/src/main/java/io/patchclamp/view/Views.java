package io.patchclamp.view;

import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
import io.patchclamp.model.Model;
import io.patchclamp.model.ModuleTree;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Tokens;
import io.patchclamp.model.VocabularyComparison;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Recording;
import io.patchclamp.stats.ClusterResult;
import io.patchclamp.stats.FamilyResult;
import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.TestResult;
import io.patchclamp.steer.SteeringVector;
import io.patchclamp.sweep.Answers;
import io.patchclamp.sweep.DoseEffect;
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

/** How results are shown. */
public final class Views {
    private static final int MOST_HTML = 2_000_000;
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
        part(Dissociated.class, DissociatedView::of);
        part(Hypothesis.class, HypothesisView::of);
        part(DoseEffect.class, DoseEffectView::of);
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
        picture(Figure.class, f -> Pictures.bundle(f.png(), f.cssWidth(), f.cssHeight(), f.text()));
        picture(BufferedImage.class, Pictures::image);
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
        } catch (RuntimeException | LinkageError e) {
            return Optional.of(fallback(value, e));
        }
    }

    /**
     * The parts of a value that is shown as text and HTML.
     *
     * @param value any value, also null
     * @return its parts; empty for pictures and for values without a view
     */
    public static Optional<Part> parts(Object value) {
        return find(PARTS, value).map(view -> view.apply(value));
    }

    private static <V> Optional<V> find(Map<Class<?>, V> views, Object value) {
        return views.entrySet().stream()
                .filter(view -> view.getKey().isInstance(value))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Bundle bundle(Part part) {
        Part capped = Capped.of(part);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("text/plain", PlainText.of(capped));
        String html = Html.of(capped);
        data.put("text/html", html.length() <= MOST_HTML ? html : Html.of(Part.note("too long to be shown here")));
        return new Bundle(data, Map.of());
    }

    private static Bundle fallback(Object value, Throwable failure) {
        String text;
        try {
            text = Quantity.shortened(String.valueOf(value), Capped.CHARACTERS);
        } catch (RuntimeException | LinkageError e) {
            text = "a " + value.getClass().getName();
        }
        String note = "(its view is broken: " + failure + ")";
        return bundle(Part.stack(List.of(Part.preformatted(text), Part.note(note))));
    }
}
